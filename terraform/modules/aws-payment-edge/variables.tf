variable "name" {
  description = "Prefix of all names."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "name must be 2 to 31 lower case letters, digits and hyphens, and start with a letter."
  }
}

variable "function" {
  description = "The function behind the edge, as aws-lambda-function outputs it."
  type = object({
    function_name    = string
    alias_name       = string
    alias_invoke_arn = string
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:apigateway:.+/invocations$", var.function.alias_invoke_arn))
    error_message = "function.alias_invoke_arn must be the invoke ARN of the alias (arn:aws:apigateway:...:path/.../invocations)."
  }
}

variable "routes" {
  description = "What is reachable: METHOD /path to its limits in requests per second. The default is payment-fn; anything else answers 404 before the function runs."
  type = map(object({
    rate  = number
    burst = number
  }))
  default = {
    "POST /check"    = { rate = 100, burst = 200 }
    "POST /confirm"  = { rate = 100, burst = 200 }
    "POST /release"  = { rate = 100, burst = 200 }
    "POST /status"   = { rate = 20, burst = 40 }
    "POST /verify"   = { rate = 50, burst = 100 }
    "POST /settle"   = { rate = 10, burst = 20 }
    "GET /supported" = { rate = 20, burst = 40 }
    "GET /verify"    = { rate = 5, burst = 10 }
    "GET /settle"    = { rate = 5, burst = 10 }
  }
  nullable = false

  validation {
    condition     = length(var.routes) > 0 && alltrue([for route in keys(var.routes) : can(regex("^(GET|POST) /[a-z0-9/._-]+$", route))])
    error_message = "routes must be GET or POST and a whole path, such as \"POST /check\"; no $default and no {proxy+}."
  }

  validation {
    condition     = alltrue([for limit in values(var.routes) : limit.rate > 0 && limit.burst >= limit.rate && limit.burst <= 5000])
    error_message = "routes must each have a rate above 0 and a burst from the rate up to 5000; 0 would close the route."
  }
}

variable "web_acl_arn" {
  description = "The web ACL of aws-payment-waf. With it a CloudFront distribution stands in front (HTTP APIs take no WAF themselves); null gives the HTTP API alone, with its limits per route."
  type        = string
  default     = null

  validation {
    condition     = var.web_acl_arn == null ? true : can(regex("^arn:aws[a-z-]*:wafv2:us-east-1:[0-9]{12}:global/webacl/", var.web_acl_arn))
    error_message = "web_acl_arn must be a web ACL of scope CLOUDFRONT (arn:aws:wafv2:us-east-1:...:global/webacl/...)."
  }
}

variable "domain" {
  description = "Own name of the distribution with its certificate (in us-east-1); null uses the name that CloudFront gives."
  type = object({
    name            = string
    certificate_arn = string
  })
  default = null

  validation {
    condition     = var.domain == null ? true : can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain.name)) && can(regex("^arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/", var.domain.certificate_arn))
    error_message = "domain must have a host name in lower case and the ARN of an ACM certificate in us-east-1."
  }
}

variable "timeout_seconds" {
  description = "How long the API waits for the function."
  type        = number
  default     = 15
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 30
    error_message = "timeout_seconds must be 1 to 30, which is the limit of HTTP APIs."
  }
}

variable "log_retention_days" {
  description = "How long access logs are kept, in days. They hold addresses, never headers or bodies."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400], var.log_retention_days)
    error_message = "log_retention_days must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or 400."
  }
}

variable "kms_key_arn" {
  description = "Key for the access logs; null uses the key that AWS owns."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-f-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key."
  }
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "tags must not start with aws:, which AWS keeps for itself."
  }
}
