"""All records of the office, one module per noun."""

from desktop.models.agreement import Agreement, LeadLine, ProductRate, ProtectedPrice
from desktop.models.area import Area, Holiday
from desktop.models.assortment import AssortmentRule
from desktop.models.attachment import Attachment
from desktop.models.audit import Audit, HistoryLine, IssuedPaper, PaperPrint
from desktop.models.balance_letter import BalanceLetter
from desktop.models.base import Base
from desktop.models.benefit import Asset, AssetSighting, Benefit, BenefitGoods
from desktop.models.case import Case, Reporter
from desktop.models.change_key import ChangeKey
from desktop.models.clause_template import ClauseTemplate
from desktop.models.client import Client, Opening
from desktop.models.ground import MapGround
from desktop.models.ledger import Account, ClientBalance, Entry, EntryKind, Posting
from desktop.models.list_sums import GoodsDay, OrderSum, PaymentSum
from desktop.models.neighbour import Neighbour
from desktop.models.office_profile import Counter, MovedOffice, OfficeProfile, Rule
from desktop.models.order import Delivery, DeliveryLine, Order, OrderLine, Return
from desktop.models.payment import Collection, Refund
from desktop.models.plan import Plan
from desktop.models.product import CategoryMargin, Price, Product, ProductPicture, Unit
from desktop.models.promotion import Promotion, PromotionClient, PromotionPrice
from desktop.models.proposal import (
    ConsumerGroup,
    LeftOut,
    Proposal,
    ProposalLine,
    ShelfLevel,
    Survey,
)
from desktop.models.rebate import RebateAmount, RebateBand, RebatePlan, RebateScope
from desktop.models.route_plan import RouteLine, RoutePlan
from desktop.models.run import Run, Stop, Vehicle
from desktop.models.settlement import Payout, Settlement, SettlementLine
from desktop.models.staff import SignInTry, Staff, StaffRole
from desktop.models.stock import Lot, Receipt, RunLot, StockMove, StockStart
from desktop.models.suggestion import Suggestion, SuggestionProduct
from desktop.models.trial import Trial, TrialProduct, TrialShop
from desktop.models.visit import Patrol, PatrolPrice, Visit, VisitPlan
from desktop.models.word_list import WordLists

__all__ = [
    "Account",
    "Agreement",
    "Area",
    "Asset",
    "AssetSighting",
    "AssortmentRule",
    "Attachment",
    "Audit",
    "BalanceLetter",
    "Base",
    "Benefit",
    "BenefitGoods",
    "Case",
    "CategoryMargin",
    "ChangeKey",
    "ClauseTemplate",
    "Client",
    "ClientBalance",
    "Collection",
    "ConsumerGroup",
    "Counter",
    "Delivery",
    "DeliveryLine",
    "Entry",
    "EntryKind",
    "GoodsDay",
    "HistoryLine",
    "Holiday",
    "IssuedPaper",
    "LeadLine",
    "LeftOut",
    "Lot",
    "MapGround",
    "MovedOffice",
    "Neighbour",
    "OfficeProfile",
    "Opening",
    "Order",
    "OrderLine",
    "OrderSum",
    "PaperPrint",
    "Patrol",
    "PatrolPrice",
    "PaymentSum",
    "Payout",
    "Plan",
    "Posting",
    "Price",
    "Product",
    "ProductPicture",
    "ProductRate",
    "Promotion",
    "PromotionClient",
    "PromotionPrice",
    "Proposal",
    "ProposalLine",
    "ProtectedPrice",
    "RebateAmount",
    "RebateBand",
    "RebatePlan",
    "RebateScope",
    "Receipt",
    "Refund",
    "Reporter",
    "Return",
    "RouteLine",
    "RoutePlan",
    "Rule",
    "Run",
    "RunLot",
    "Settlement",
    "SettlementLine",
    "ShelfLevel",
    "SignInTry",
    "Staff",
    "StaffRole",
    "StockMove",
    "StockStart",
    "Stop",
    "Suggestion",
    "SuggestionProduct",
    "Survey",
    "Trial",
    "TrialProduct",
    "TrialShop",
    "Unit",
    "Vehicle",
    "Visit",
    "VisitPlan",
    "WordLists",
]
