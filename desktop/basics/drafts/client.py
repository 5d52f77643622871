"""A client as it is written down."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.headings import SHOPS, headings
from desktop.basics.i18n import N_

CLASSES = {"A": "A", "B": "B", "C": "C"}


@dataclass(frozen=True)
class ClientDraft:
    """A shop as it is written down; only code, name and segment must be known."""

    code: Annotated[
        str,
        Editable(
            N_("Client code"),
            "code",
            needed=True,
            stays=True,
            column="客户编号",
            headings=headings(
                """
                ~编号 ~编码 ~代码 ~代号 ~号 ~ID ~号码 ~CODE ~NO code clientcode client
                customercode customerid customerno customer shopcode shopid shopno storecode
                storeid storeno outletcode outletid accountno accountnumber clientid clientno
                poiid id 编号 编码 代码 代号 内码 助记编号 no
                """,
                SHOPS,
            ),
        ),
    ]
    name: Annotated[
        str,
        Editable(
            N_("Name of the shop"),
            needed=True,
            first=True,
            wide=True,
            column="客户名称",
            headings=headings(
                """
                ~名称 ~全称 ~名 ~简称 name 名称 clientname customername shopname storename
                outletname accountname company companyname shop store outlet 客户 门店 网点 终端
                店铺 商户 字号 招牌 招牌名 招牌名称 店招 门头名称 单位名称 公司名称 企业名称 抬头
                store-name nameoftheshop
                """,
                SHOPS,
            ),
        ),
    ]
    segment: Annotated[
        str,
        Editable(
            N_("Segment"),
            "word",
            needed=True,
            hint=N_("such as school, estate, village"),
            column="类型",
            headings=headings(
                """
                ~类型 ~类别 ~分类 ~业态 segment 类型 店型 业态 业态类型 终端业态 渠道类型 客户渠道
                细分渠道 三级渠道 二级渠道 渠道 渠道名称 一级渠道 类别 分类 category type shoptype
                storetype outlettype customertype channel channeltype industry 行业 所属行业
                经营业态 客群 客群类型 客户群
                """,
                SHOPS,
            ),
        ),
    ]
    client_class: Annotated[
        str | None,
        Editable(
            N_("Class of the client"),
            "choice",
            called="class",
            choices=CLASSES,
            column="等级",
            headings=headings(
                """
                ~等级 ~级别 ~分级 ~ABC class 等级 级别 分级 类级 abc abc分类 abc等级 abc类 分类等级
                重要程度 grade level rank tier clientclass customerclass
                classoftheclient
                """,
                SHOPS,
            ),
        ),
    ] = None
    rep: Annotated[
        str | None,
        Editable(
            N_("Rep"),
            "lookup",
            column="业务员编号",
            headings=headings(
                """
                rep 业务员 业务代表 销售代表 客户经理 负责业务员 业代 销售员 所属业务员 跟进人
                责任人 负责业代 业务人员 专管员 专营业务员 分管业务员 拜访人员 维护人 业务员姓名
                业务员编号 业务员代码 业务员工号 销售人员 业务经理 salesrep salesman salesperson
                representative repcode repname accountmanager
                """
            ),
        ),
    ] = None
    contact: Annotated[
        str,
        Editable(
            N_("Owner"),
            column="联系人",
            headings=headings(
                """
                ~联系人 ~负责人 contact 联系人 店主 老板 负责人 店主姓名 老板姓名 联系人姓名 店长
                法人 法人代表 法定代表人 经营者 经营者姓名 业主 业主姓名 户主 主要联系人 收货人
                采购联系人 联系人名称 持证人 店老板 contactname contactperson owner ownername
                shopowner storeowner proprietor attn
                """,
                SHOPS,
            ),
        ),
    ] = ""
    phone: Annotated[
        str,
        Editable(
            N_("Phone"),
            "phone",
            masked=True,
            joined=True,
            column="电话",
            headings=headings(
                """
                ~电话 ~手机 phone 电话 联系电话 手机 手机号 手机号码 联系方式 电话号码 联系手机
                移动电话 固定电话 座机 座机电话 固话 店主电话 老板电话 负责人电话 联系人电话
                联系人手机 收货电话 电话1 电话2 手机1 手机2 联系电话1 联系电话2 备用电话 其他电话
                电话一 电话二 办公电话 tel telephone mobile mobilephone cell cellphone phonenumber
                phoneno phonemasked contactphone contactnumber tel1 tel2
                """,
                SHOPS,
            ),
        ),
    ] = ""
    area: Annotated[
        str,
        Editable(
            N_("Area"),
            "word",
            column="片区",
            headings=headings(
                """
                area 片区 区域 配送区域 配送片区 线路 路线 送货线路 配送线路 所属片区 所属区域
                销售区域 市场区域 街区 乡镇 镇街 街道 乡镇街道 区县 县区 所属区 区 县 行政区 城市
                地市 市 地区 district region territory route zone town city county
                """
            ),
        ),
    ] = ""
    households: Annotated[
        int | None,
        Editable(
            N_("Households"),
            "whole",
            column="户数",
            headings=headings(
                """
                households 户数 覆盖户数 周边户数 居民户数 小区户数 辐射户数 常住户数 家庭户数
                服务户数 商圈户数 householdcount homes numberofhouseholds 住户数 覆盖家庭数
                """
            ),
        ),
    ] = None
    address: Annotated[
        str,
        Editable(
            N_("Address"),
            wide=True,
            column="地址",
            headings=headings(
                """
                ~地址 ~位置 address 地址 详细地址 收货地址 送货地址 经营地址 营业地址 联系地址
                具体地址 配送地址 通讯地址 店址 门牌地址 位置 所在地址 注册地址 地点 addr street
                shippingaddress deliveryaddress location
                """,
                SHOPS,
            ),
        ),
    ] = ""
    opens: Annotated[
        str,
        Editable(
            N_("Opens"),
            "time",
            hint=N_("such as 7:30"),
            column="开门时间",
            headings=headings(
                """
                opens 开门时间 开店时间 营业开始时间 开始营业 营业开始 开门 开始营业时间
                收货开始时间 openingtime open openfrom opensat
                """
            ),
        ),
    ] = ""
    closes: Annotated[
        str,
        Editable(
            N_("Closes"),
            "closing",
            hint=N_("such as 22:00, or 24:00"),
            column="关门时间",
            headings=headings(
                """
                closes 关门时间 关店时间 打烊时间 打烊 营业结束时间 结束营业 营业结束 关门
                结束营业时间 收货结束时间 closetime closingtime close openuntil closesat
                """
            ),
        ),
    ] = ""
    break_from: Annotated[
        str,
        Editable(
            N_("Break from"),
            "time",
            hint=N_("such as 12:00"),
            column="午休开始",
            headings=headings("午休开始 午休开始时间 午休起 午休从 breakfrom breakstart lunchfrom"),
        ),
    ] = ""
    break_to: Annotated[
        str,
        Editable(
            N_("Break to"),
            "time",
            hint=N_("such as 14:00"),
            column="午休结束",
            headings=headings("午休结束 午休结束时间 午休止 午休到 breakto breakend lunchto"),
        ),
    ] = ""
    lat: Annotated[
        Decimal | None,
        Editable(
            N_("Latitude"),
            "decimal",
            column="纬度",
            headings=headings(
                "lat 纬度 latitude 北纬 y坐标 纬度坐标 gps纬度 门店纬度 坐标纬度 坐标y y"
            ),
        ),
    ] = None
    lon: Annotated[
        Decimal | None,
        Editable(
            N_("Longitude"),
            "decimal",
            column="经度",
            headings=headings(
                "lon 经度 lng longitude long 东经 x坐标 经度坐标 gps经度 门店经度 坐标经度 坐标x x"
            ),
        ),
    ] = None
    density_reason: Annotated[
        str,
        Editable(
            N_("Why here, if it is dense"),
            called="reason",
            wide=True,
            column="密度过高的理由",
            headings=headings("密度过高的理由 密度过高理由 密度理由 whyhereifitisdense"),
        ),
    ] = ""
