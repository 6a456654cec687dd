variable "name" {
  description = "Prefix of all names."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "name must be 2 to 31 lower case letters, digits and hyphens, and start with a letter."
  }
}

variable "requests_per_window" {
  description = "Requests that one address may send per window before it is blocked until the rate falls."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = var.requests_per_window >= 10 && var.requests_per_window <= 2000000000
    error_message = "requests_per_window must be at least 10, the least that WAF counts."
  }
}

variable "window_seconds" {
  description = "The window of the rate limit."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = contains([60, 120, 300, 600], var.window_seconds)
    error_message = "window_seconds must be 60, 120, 300 or 600."
  }
}

variable "max_body_bytes" {
  description = "The largest body that passes. A request of payment-fn is one payment, whose header is 16 KiB at most; WAF looks at 64 KiB at most."
  type        = number
  default     = 65536
  nullable    = false

  validation {
    condition     = var.max_body_bytes >= 16384 && var.max_body_bytes <= 65536
    error_message = "max_body_bytes must be 16384 to 65536: the largest legal payment must pass, and WAF sees no more."
  }
}

variable "managed_rules" {
  description = "Rule groups that AWS maintains, by name; they are counted only (count) or they block (block)."
  type        = map(string)
  default = {
    AWSManagedRulesAmazonIpReputationList = "block"
    AWSManagedRulesKnownBadInputsRuleSet  = "block"
  }
  nullable = false

  validation {
    condition     = alltrue([for name, action in var.managed_rules : startswith(name, "AWSManagedRules") && contains(["block", "count"], action)])
    error_message = "managed_rules must map names that start with AWSManagedRules to block or count."
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
