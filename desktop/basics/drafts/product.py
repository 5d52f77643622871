"""A product as it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.headings import GOODS, headings
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class ProductDraft:
    """A new product. ``units``: base units in each, the base unit first; prices in fen.

    From the day on which it ``ended`` it is neither proposed nor offered (P2b).
    """

    code: Annotated[
        str,
        Editable(
            N_("Product code"),
            "code",
            needed=True,
            stays=True,
            column="商品编号",
            headings=headings(
                """
                ~编号 ~编码 ~代码 ~代号 ~号 ~ID code 货号 款号 自编码 自编号 内部编码 店内码
                商品货号 编号 编码 代码 productcode productid productno itemcode itemno
                itemnumber itemid skucode skuid sku stockcode stockno materialcode partno
                articleno goodscode item id
            """,
                GOODS,
            ),
        ),
    ]
    name: Annotated[
        str,
        Editable(
            N_("Product name"),
            needed=True,
            first=True,
            wide=True,
            column="商品名称",
            headings=headings(
                """
                    ~名称 ~全称 ~名 ~简称 name 品名 商品 产品 货品 名称 全名 品名规格 商品全名
                    productname itemname goodsname product description title productdescription
                    itemdescription skuname materialname 商品简称 简称 desc
                """,
                GOODS,
            ),
        ),
    ]
    line: Annotated[
        str,
        Editable(
            N_("Line"),
            "word",
            needed=True,
            column="系列",
            headings=headings(
                """
                ~系列 line 系列 产品线 所属系列 系列名称 品牌系列 productline productrange
                series range
            """,
                GOODS,
            ),
        ),
    ]
    category: Annotated[
        str,
        Editable(
            N_("Category"),
            "word",
            needed=True,
            column="类别",
            headings=headings(
                """
                    类别名称 分类名称 品类名称 品类 类别 分类 ~类别名称 ~分类名称 ~类别 ~分类
                    ~大类 ~种类 category categoryname productcategory 大类名称 中类名称 小类名称
                    大类 中类 小类 种类 类型 productgroup group type department family 类别编码
                    分类编码 ~类型
                """,
                GOODS,
            ),
        ),
    ]
    units: Mapping[str, int]
    prices: Mapping[str, int] = field(default_factory=dict)
    retail_fen: Annotated[
        int | None,
        Editable(
            N_("Suggested retail price"),
            "money",
            called="retail",
            hint=N_("suggested, per base unit"),
            column="建议零售价",
            headings=headings(
                """
                retail 零售价 建议零售价 市场零售价 零售指导价 指导零售价 统一零售价 建议售价
                零售价格 零售单价 全国统一零售价 市场价 零价 标价 吊牌价 门店售价 最低零售价
                retailprice suggestedretailprice rrp srp msrp listprice sellingprice
                shelfprice
                """
            ),
        ),
    ] = None
    barcode: Annotated[
        str,
        Editable(
            N_("Barcode"),
            "code",
            column="条码",
            headings=headings(
                """
                ~条码 ~条形码 barcode 条码 条形码 国际条码 国条码 69码 ean ean13 ean8 ean码
                gtin upc 条码号 主条码 单品条码 国标码 国际码 基本条码 最小单位条码 条形码号
                productbarcode eancode
            """,
                GOODS,
            ),
        ),
    ] = ""
    spec: Annotated[
        str,
        Editable(
            N_("Specification"),
            column="规格",
            headings=headings(
                """
                    ~规格 ~规格型号 spec 规格 规格型号 型号 包装规格 净含量 规格描述 容量 含量
                    specification size packsize packing model netweight netcontent contents
                """,
                GOODS,
            ),
        ),
    ] = ""
    width_mm: Annotated[
        int | None,
        Editable(
            N_("Width of its front in mm"),
            "whole",
            least=1,
            column="正面宽（毫米）",
            headings=headings("正面宽 正面宽度 面宽 widthofitsfrontinmm frontwidth"),
        ),
    ] = None
    height_mm: Annotated[
        int | None,
        Editable(
            N_("Height of its front in mm"),
            "whole",
            least=1,
            column="正面高（毫米）",
            headings=headings("正面高 正面高度 面高 heightofitsfrontinmm frontheight"),
        ),
    ] = None
    depth_mm: Annotated[
        int | None,
        Editable(
            N_("Depth of a pack in mm"),
            "whole",
            least=1,
            column="包装深（毫米）",
            headings=headings("包装深 包装深度 包装厚 深度 厚度 depthofapackinmm packdepth depth"),
        ),
    ] = None
    pieces_deep: Annotated[
        int | None,
        Editable(
            N_("Pieces one behind another"),
            "whole",
            least=1,
            hint=N_("how many deep it stands on a shelf"),
            column="纵深件数",
            headings=headings("纵深件数 纵深 纵深排数 前后排数 piecesonebehindanother piecesdeep"),
        ),
    ] = None
    weight_g: Annotated[
        int | None,
        Editable(
            N_("Weight of a base unit in grams"),
            "whole",
            least=1,
            hint=N_("packed, as it is loaded"),
            column="单件重（克）",
            headings=headings(
                """
                单件重克 单件重 单重克 毛重克 重量克 单件毛重克 单品重量克 每件重克 克重
                weightofabaseunitingrams weightg weightgrams grams
                """
            ),
        ),
    ] = None
    trade_margin: Annotated[
        Decimal | None,
        Editable(
            N_("Trade's margin"),
            "rate",
            column="行业扣点",
            hint=N_("empty: its category's"),
            headings=headings("行业扣点 行业毛利率 trade'smargin trademargin"),
        ),
    ] = None
    ended_on: Annotated[
        date | None,
        Editable(
            N_("Ended on"),
            "day",
            hint=N_("empty: on sale"),
            column="停售日期",
            headings=headings("停售日期 停售日 停产日期 下架日期 退市日期 endedon discontinuedon"),
        ),
    ] = None
