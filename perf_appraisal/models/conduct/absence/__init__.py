from . import perf_standin
from . import perf_rights_mixin_conduct
from . import hr_department_conduct
from . import hr_employee_conduct
from . import res_company_conduct
from . import perf_extension
