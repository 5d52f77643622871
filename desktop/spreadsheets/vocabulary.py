"""The headings people write, by kind of import and by field; the likelier one first.

Plain data. ``header`` compares headings without blanks, marks, brackets and letter case, so one
spelling of each is enough here; ``~`` stands for each word of the list named beside it. Where
two columns fit one field, the heading that stands earlier wins. Every kind may leave fields
out; ``NEEDED`` says which it can't do without. What marks rows that are no records stands in
``no_records``.
"""


def _words(headings: str, stems: str = "") -> tuple[str, ...]:
    """The headings of a text; one with ``~`` is written out with each of the stems."""
    found: list[str] = []
    for heading in headings.split():
        written_out = stems.split() if "~" in heading else [""]
        found += [heading.replace("~", stem) for stem in written_out]
    return tuple(found)


_SHOPS = """
    客户 门店 网点 终端 店铺 商店 商户 零售户 零售店 售点 超市 店 店面 卖场 分店 单店 会员店
    经销商 购货单位 收货单位 往来单位 购买方 顾客 买家 小客户
"""
_GOODS = """
    商品 产品 货品 物料 存货 品 货物 单品 药品 物品 品种 SKU
"""

CLIENTS: dict[str, tuple[str, ...]] = {
    "code": _words(
        """
        ~编号 ~编码 ~代码 ~代号 ~号 ~ID ~号码 ~CODE ~NO code clientcode client customercode
        customerid customerno customer shopcode shopid shopno storecode storeid storeno
        outletcode outletid accountno accountnumber clientid clientno poiid id 编号 编码 代码
        代号 内码 助记编号 no
        """,
        _SHOPS,
    ),
    "name": _words(
        """
        ~名称 ~全称 ~名 ~简称 name 名称 clientname customername shopname storename outletname
        accountname company companyname shop store outlet 客户 门店 网点 终端 店铺 商户 字号
        招牌 招牌名称 门头名称 单位名称 公司名称 企业名称 抬头 store-name
        """,
        _SHOPS,
    ),
    "segment": _words(
        """
        ~类型 ~类别 ~分类 ~业态 segment 类型 业态 业态类型 终端业态 渠道类型 客户渠道 细分渠道
        三级渠道 二级渠道 渠道 渠道名称 一级渠道 类别 分类 category type shoptype storetype
        outlettype customertype channel channeltype industry 行业 所属行业 经营业态
        """,
        _SHOPS,
    ),
    "rep": _words(
        """
        rep 业务员 业务代表 销售代表 客户经理 负责业务员 业代 销售员 所属业务员 跟进人 责任人
        负责业代 业务人员 专管员 专营业务员 分管业务员 拜访人员 维护人 业务员姓名 业务员编号
        业务员代码 业务员工号 销售人员 业务经理 salesrep salesman salesperson representative
        repcode repname accountmanager
        """
    ),
    "class": _words(
        """
        ~等级 ~级别 ~分级 ~ABC class 等级 级别 分级 类级 abc abc分类 abc等级 abc类 分类等级
        重要程度 grade level rank tier clientclass customerclass
        """,
        _SHOPS,
    ),
    "phone": _words(
        """
        ~电话 ~手机 phone 电话 联系电话 手机 手机号 手机号码 联系方式 电话号码 联系手机 移动电话
        固定电话 座机 座机电话 固话 店主电话 老板电话 负责人电话 联系人电话 联系人手机 收货电话
        电话1 电话2 手机1 手机2 联系电话1 联系电话2 备用电话 其他电话 电话一 电话二 办公电话 tel
        telephone mobile mobilephone cell cellphone phonenumber phoneno phonemasked contactphone
        contactnumber tel1 tel2
        """,
        _SHOPS,
    ),
    "address": _words(
        """
        ~地址 ~位置 address 地址 详细地址 收货地址 送货地址 经营地址 营业地址 联系地址 具体地址
        配送地址 通讯地址 店址 门牌地址 位置 所在地址 注册地址 地点 addr street shippingaddress
        deliveryaddress location
        """,
        _SHOPS,
    ),
    "area": _words(
        """
        area 片区 区域 配送区域 配送片区 线路 路线 送货线路 配送线路 所属片区 所属区域 销售区域
        市场区域 街区 乡镇 镇街 街道 乡镇街道 区县 县区 所属区 区 县 行政区 城市 地市 市 地区
        district region territory route zone town city county
        """
    ),
    "contact": _words(
        """
        ~联系人 ~负责人 contact 联系人 店主 老板 负责人 店主姓名 老板姓名 联系人姓名 店长 法人
        法人代表 法定代表人 经营者 经营者姓名 业主 业主姓名 户主 主要联系人 收货人 采购联系人
        联系人名称 持证人 店老板 contactname contactperson owner ownername shopowner storeowner
        proprietor attn
        """,
        _SHOPS,
    ),
    "lat": _words(
        """
        lat 纬度 latitude 北纬 y坐标 纬度坐标 gps纬度 门店纬度 坐标纬度 坐标y y
        """
    ),
    "lon": _words(
        """
        lon 经度 lng longitude long 东经 x坐标 经度坐标 gps经度 门店经度 坐标经度 坐标x x
        """
    ),
    "place": _words(
        """
        坐标 经纬度 gps gps坐标 地理坐标 位置坐标 定位 定位坐标 coordinates latlng latlon
        门店坐标
        """
    ),
    "households": _words(
        """
        households 户数 覆盖户数 周边户数 居民户数 小区户数 辐射户数 常住户数 家庭户数 服务户数
        商圈户数 householdcount homes numberofhouseholds 住户数 覆盖家庭数
        """
    ),
    "opens": _words(
        """
        opens 开门时间 开店时间 营业开始时间 开始营业 营业开始 开门 开始营业时间 收货开始时间
        openingtime open openfrom opensat
        """
    ),
    "closes": _words(
        """
        closes 关门时间 关店时间 打烊时间 营业结束时间 结束营业 营业结束 关门 结束营业时间
        收货结束时间 closetime closingtime close openuntil closesat
        """
    ),
    "hours": _words(
        """
        营业时间 经营时间 营业时段 hours openinghours businesshours opentime openhours 收货时间
        送货时间
        """
    ),
}

PRODUCTS: dict[str, tuple[str, ...]] = {
    "code": _words(
        """
        ~编号 ~编码 ~代码 ~代号 ~号 ~ID code 货号 款号 自编码 自编号 内部编码 店内码 商品货号
        编号 编码 代码 productcode productid productno itemcode itemno itemnumber itemid skucode
        skuid sku stockcode stockno materialcode partno articleno goodscode item id
        """,
        _GOODS,
    ),
    "name": _words(
        """
        ~名称 ~全称 ~名 ~简称 name 品名 商品 产品 货品 名称 全名 品名规格 商品全名 productname
        itemname goodsname product description title productdescription itemdescription skuname
        materialname 商品简称 简称 desc
        """,
        _GOODS,
    ),
    "line": _words(
        """
        ~系列 line 系列 产品线 所属系列 系列名称 品牌系列 productline productrange series range
        """,
        _GOODS,
    ),
    "category": _words(
        """
        类别名称 分类名称 品类名称 品类 类别 分类 ~类别名称 ~分类名称 ~类别 ~分类 ~大类 ~种类
        category categoryname productcategory 大类名称 中类名称 小类名称 大类 中类 小类 种类
        类型 productgroup group type department family 类别编码 分类编码 ~类型
        """,
        _GOODS,
    ),
    "unit": _words(
        """
        unit 单位 计量单位 基本单位 销售单位 最小单位 主单位 单位名称 库存单位 零售单位
        基本计量单位 计价单位 包装单位 小单位 uom unitofmeasure baseunit salesunit measure
        """
    ),
    "unit_size": _words(
        """
        换算率 换算比例 换算关系 换算系数 换算数量 换算 比例 单位换算 单位比例 单位关系
        换算比率 单位换算率 基本单位数量 折算率 折算系数 factor conversion conversionrate
        """
    ),
    "big_unit": _words(
        """
        副单位 辅助单位 辅单位 辅计量单位 辅助计量单位 大单位 大包装单位 整件单位 箱单位
        第二单位 单位2 单位二 secondunit auxiliaryunit caseunit
        """
    ),
    "carton": _words(
        """
        carton 箱规 装箱数 装箱量 箱装数 箱装量 每箱数量 每箱数 每箱支数 箱入数 入数 箱容 件装数
        件装量 件规 每件数量 装箱规格 箱规格 整箱数量 一箱数量 副单位数量 大单位数量
        unitspercase casepack packqty unitspercarton
        """
    ),
    "big_price": _words(
        """
        箱价 整箱价 件价 整件价 整件批发价 整箱批发价 箱批发价 整箱供价 整箱供货价 副单位价
        副单位价格 副单位批发价 辅单位价 大单位价 大单位价格 大单位批发价 大包装价
        caseprice cartonprice
        """
    ),
    "other_barcode": _words(
        """
        副条码 副条形码 辅条码 附加条码 条码2 条码二 第二条码 条形码2 箱码 箱条码
        外箱码 外箱条码 整箱条码 大单位条码 副单位条码 casebarcode cartonbarcode
        """
    ),
    # What the client pays comes before what the goods cost; of a till's list, where only its own
    # buying price stands, that is it.
    "price": _words(
        """
        price 供价 供货价 供应价 供货价格 供应价格 供货单价 给店价 批发价 批发价格 批发单价 经销价
        分销价 开票价 结算价 supplyprice wholesaleprice wholesale 标准售价 单价 含税单价 含税价
        价格 销售单价 销售价 售价 unitprice netprice 出厂价 进货价 进价 进货单价 采购价 采购单价
        成本价 cost costprice purchaseprice buyingprice
        """
    ),
    "retail": _words(
        """
        retail 零售价 建议零售价 市场零售价 零售指导价 指导零售价 统一零售价 建议售价 零售价格
        零售单价 全国统一零售价 市场价 零价 标价 吊牌价 门店售价 最低零售价 retailprice
        suggestedretailprice rrp srp msrp listprice sellingprice shelfprice
        """
    ),
    "barcode": _words(
        """
        ~条码 ~条形码 barcode 条码 条形码 国际条码 国条码 69码 ean ean13 ean8 ean码 gtin upc
        条码号 主条码 单品条码 国标码 国际码 基本条码 最小单位条码 条形码号 productbarcode
        eancode
        """,
        _GOODS,
    ),
    "spec": _words(
        """
        ~规格 ~规格型号 spec 规格 规格型号 型号 包装规格 净含量 规格描述 容量 含量 specification
        size packsize packing model netweight netcontent contents
        """,
        _GOODS,
    ),
}

SALES_HISTORY: dict[str, tuple[str, ...]] = {
    "invoice": _words(
        """
        invoice 单号 单据号 单据编号 单据号码 发票号 发票号码 销售单号 销售单据号 出库单号
        出库单编号 送货单号 订单号 订单编号 订单号码 凭证号 小票号 流水号 票号 交易号 交易单号
        编号 invoiceno invoicenumber invoiceid invoicenum orderno ordernumber orderid documentno
        docno billno receiptno voucherno transactionid deliverynote order
        """
    ),
    "on": _words(
        """
        on 日期 单据日期 销售日期 出库日期 送货日期 发货日期 订单日期 开票日期 下单日期 交易日期
        配送日期 业务日期 制单日期 时间 销售时间 交易时间 下单时间 出库时间 发货时间 开单日期
        开单时间 送货时间 记账日期 签收日期 date invoicedate orderdate deliverydate salesdate
        saledate transactiondate docdate postingdate datetime timestamp day shipdate
        """
    ),
    "client": _words(
        """
        ~编号 ~编码 ~代码 ~代号 ~号 ~ID ~号码 ~CODE ~NO client clientcode clientid clientno
        customer customerid customercode customerno shopcode shopid storecode storeid storeno
        outletcode outletid accountno soldto shipto buyer buyerid
        """,
        _SHOPS,
    ),
    "client_name": _words(
        """
        ~名称 ~全称 ~名 ~简称 clientname customername shopname storename outletname accountname
        客户 门店 网点 终端 店铺 商户 购货单位 收货单位 往来单位 shop store outlet buyername
        """,
        _SHOPS,
    ),
    "product": _words(
        """
        ~编号 ~编码 ~代码 ~代号 ~号 ~ID product 货号 款号 自编码 productcode productid productno
        itemcode itemno itemnumber itemid stockcode stockno skucode skuid sku materialcode
        material partno articleno goodscode item 条码 条形码 商品条码 产品条码 国际条码 barcode
        ean
        """,
        _GOODS,
    ),
    "product_name": _words(
        """
        ~名称 ~全称 ~名 ~简称 productname 品名 商品 产品 货品 品名规格 商品全名 description
        itemname itemdescription goodsname productdescription materialname skuname 货物名称
        货物或应税劳务名称 desc
        """,
        _GOODS,
    ),
    "quantity": _words(
        """
        quantity 数量 销售数量 实发数量 出库数量 送货数量 发货数量 签收数量 订货数量 订单数量
        基本数量 基本单位数量 件数 销量 实收数量 数目 qty qtysold quantitysold salesqty
        salesquantity units orderqty orderquantity deliveredqty pieces 个数
        """
    ),
    "price": _words(
        """
        price 单价 销售单价 售价 价格 供货价 供价 含税单价 实际单价 成交单价 成交价 批发价
        开票单价 结算单价 折后单价 销售价 unitprice salesprice saleprice sellingprice netprice
        rate priceperunit
        """
    ),
    "unit": _words(
        """
        unit 单位 计量单位 销售单位 包装单位 基本单位 uom unitofmeasure
        """
    ),
    "document_kind": _words(
        """
        单据类型 单据类别 单据种类 单据名称 单据性质 业务类型 业务类别 业务种类 出库类型
        销售类型 订单类型 票据类型 发票类型 红蓝字 红蓝标志 红字标志 红冲标志 退货标志 是否退货
        收发类别 出入库类型 交易类型 类型 documenttype doctype transactiontype ordertype
        invoicetype
        """
    ),
}

KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "clients": CLIENTS,
    "products": PRODUCTS,
    "sales-history": SALES_HISTORY,
}

# At least one field of each group must have a column.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "clients": (("name",),),
    "products": (("name",),),
    "sales-history": (
        ("on",),
        ("client", "client_name"),
        ("product", "product_name"),
        ("quantity",),
        ("price",),
    ),
}

# Fields whose further columns add to the first instead of being ignored.
JOINED = frozenset({"phone"})
