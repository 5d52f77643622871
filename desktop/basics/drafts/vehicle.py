"""A vehicle as it is written down."""

from dataclasses import dataclass
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.headings import headings
from desktop.basics.i18n import N_

_VEHICLES = "车辆 车 配送车"


@dataclass(frozen=True)
class VehicleDraft:
    """A vehicle with its usual driver, what it takes, when it drives, and what it costs."""

    code: Annotated[
        str,
        Editable(
            N_("Plate"),
            "code",
            needed=True,
            stays=True,
            column="车牌",
            headings=headings(
                """
                车牌号 车牌 车牌号码 ~编号 ~号 ~代码 ~ 车号 code plate plateno platenumber
                licenseplate vehicle vehicleno vehiclecode truck
                """,
                _VEHICLES,
            ),
        ),
    ]
    driver: Annotated[
        str,
        Editable(
            N_("Driver"),
            needed=True,
            column="司机",
            headings=headings("司机 驾驶员 司机姓名 驾驶员姓名 送货员 driver drivername"),
        ),
    ]
    cartons: Annotated[
        int,
        Editable(
            N_("Cartons it takes"),
            "whole",
            needed=True,
            least=1,
            column="可装箱数",
            headings=headings(
                """
                载箱数 可装箱数 最多箱数 装载箱数 装载 装载量 载货箱数 容量 箱数 载箱
                cartons cartonsittakes maxcartons capacity capacitycartons
                """
            ),
        ),
    ]
    phone: Annotated[
        str,
        Editable(
            N_("Phone"),
            "phone",
            column="电话",
            headings=headings(
                "电话 司机电话 联系电话 手机 手机号 手机号码 phone driverphone mobile tel"
            ),
        ),
    ] = ""
    kg: Annotated[
        int | None,
        Editable(
            N_("Kilograms it takes"),
            "whole",
            least=1,
            column="载重（公斤）",
            headings=headings(
                """
                载重 载重量 核定载重 载重kg 载重公斤 载质量 核定载质量 kg kilogramsittakes
                maxkg payload capacitykg
                """
            ),
        ),
    ] = None
    starts: Annotated[
        str,
        Editable(
            N_("Its day starts"),
            "time",
            column="出工时间",
            headings=headings(
                "出工时间 出车时间 出车 发车 发车时间 上班时间 starts start starttime itsdaystarts"
            ),
        ),
    ] = ""
    ends: Annotated[
        str,
        Editable(
            N_("Its day ends"),
            "time",
            column="收工时间",
            headings=headings(
                "收工时间 收车时间 收车 下班时间 回库时间 ends end endtime itsdayends"
            ),
        ),
    ] = ""
    runs: Annotated[
        int | None,
        Editable(
            N_("Runs a day at most"),
            "whole",
            least=1,
            column="每天最多趟数",
            headings=headings(
                """
                每天最多趟数 每日趟数 每天趟数 最多趟数 趟数 日趟数 每天最多车次 runs runsaday
                runsadayatmost maxruns trips maxtrips
                """
            ),
        ),
    ] = None
    reload_s: Annotated[
        int | None,
        Editable(
            N_("Reloading takes"),
            "minutes",
            hint=N_("minutes between two runs"),
            column="再装车（分钟）",
            headings=headings(
                """
                再装车用时 再装车 再装车分钟 再装车秒 装车分钟 装车秒数 装车时间 装车用时 reload
                reloadminutes reloadseconds reloadingtakes
                """
            ),
        ),
    ] = None
    per_run_fen: Annotated[
        int | None,
        Editable(
            N_("Cost of a run"),
            "money",
            called="per_run",
            column="每趟费用",
            headings=headings(
                "每趟费用 每趟成本 单趟费用 出车费 per_run costofarun costperrun costpertrip"
            ),
        ),
    ] = None
    per_km_fen: Annotated[
        int | None,
        Editable(
            N_("Cost of a km"),
            "money",
            called="per_km",
            column="每公里费用",
            headings=headings(
                "每公里费用 公里费用 每公里成本 公里成本 每公里油费 per_km costofakm costperkm"
            ),
        ),
    ] = None
    per_hour_fen: Annotated[
        int | None,
        Editable(
            N_("Cost of an hour"),
            "money",
            called="per_hour",
            column="每小时费用",
            headings=headings(
                "每小时费用 小时费用 每小时成本 小时成本 工时费 per_hour costofanhour costperhour"
            ),
        ),
    ] = None
