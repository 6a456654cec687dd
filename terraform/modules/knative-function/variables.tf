variable "name" {
  description = "Name of everything that belongs to it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,48}[a-z0-9])?$", var.name))
    error_message = "name must be at most 50 lower case letters, digits and hyphens, start with a letter and not end in a hyphen."
  }
}

variable "namespace" {
  description = "An existing namespace."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace)) && var.namespace != "default"
    error_message = "namespace must be a namespace's name, and not default: rights and quotas need one of our own."
  }
}

variable "image" {
  description = "The container image, pinned by digest: what was tested is what runs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9.:-]+(/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must be REGISTRY/NAME@sha256:DIGEST, without a tag."
  }
}

variable "port" {
  description = "The port that the function listens at."
  type        = number
  default     = 8080
  nullable    = false

  validation {
    condition     = var.port >= 1024 && var.port <= 65535
    error_message = "port must be 1024 to 65535: the process is not root."
  }
}

variable "public" {
  description = "Reachable from outside the cluster. Events need no public function."
  type        = bool
  default     = false
  nullable    = false
}

variable "environment" {
  description = "Plain settings as environment variables, never secrets."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Z][A-Z0-9_]*$", name)) && !contains(["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"], name)])
    error_message = "environment must have names of upper case letters, digits and underscores, and none that Knative sets itself."
  }

  validation {
    condition     = !anytrue([for name, value in var.environment : can(regex("(PASSWORD|PRIVATE_KEY|SECRET|TOKEN)$", name)) || can(regex("^0x[0-9a-fA-F]{64}$", value))])
    error_message = "environment must not hold secrets (names that end in PASSWORD, PRIVATE_KEY, SECRET or TOKEN; values of 32 bytes of hex); use secret_environment or secret_files."
  }
}

variable "secret_environment" {
  description = "Settings whose value is a member of an existing Secret: name of the setting to Secret and key."
  type = map(object({
    secret = string
    key    = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name, ref in var.secret_environment : can(regex("^[A-Z][A-Z0-9_]*$", name)) && can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", ref.secret)) && can(regex("^[A-Za-z0-9._-]+$", ref.key))])
    error_message = "secret_environment must map settings in upper case to the name of a Secret and a key in it."
  }
}

variable "secret_files" {
  description = "Settings that name a file, whose content is a member of an existing Secret (keys): the module mounts it and sets the setting to its path."
  type = map(object({
    secret = string
    key    = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name, ref in var.secret_files : can(regex("^[A-Z][A-Z0-9_]*_FILE$", name)) && can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", ref.secret)) && can(regex("^[A-Za-z0-9._-]+$", ref.key))])
    error_message = "secret_files must map settings in upper case that end in _FILE to the name of a Secret and a key in it."
  }
}

variable "config_files" {
  description = "Settings that name a file with public content (an appraisal policy): the module makes a ConfigMap of it, mounts it, and sets the setting to its path."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name, content in var.config_files : can(regex("^[A-Z][A-Z0-9_]*_FILE$", name)) && length(content) > 0 && length(content) < 900000])
    error_message = "config_files must map settings in upper case that end in _FILE to a content below 900000 characters."
  }
}

variable "scaling" {
  description = "How many instances there are, and how many requests one takes at once. min 0 lets it go away when nobody calls."
  type = object({
    min                 = optional(number, 0)
    max                 = optional(number, 10)
    concurrency         = optional(number, 20)
    target_percent      = optional(number, 70)
    scale_to_zero_grace = optional(string, "5m")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.scaling.min >= 0 && var.scaling.max >= 1 && var.scaling.max >= var.scaling.min
    error_message = "scaling.min must be at least 0, and scaling.max at least 1 and at least min; no maximum would be no bound on cost."
  }

  validation {
    condition     = var.scaling.concurrency >= 1 && var.scaling.concurrency <= 1000 && var.scaling.target_percent >= 10 && var.scaling.target_percent <= 100
    error_message = "scaling.concurrency must be 1 to 1000 and scaling.target_percent 10 to 100."
  }

  validation {
    condition     = can(regex("^([0-9]+s|[0-9]+m|1h)$", var.scaling.scale_to_zero_grace))
    error_message = "scaling.scale_to_zero_grace must be a duration up to an hour, such as 90s or 5m."
  }
}

variable "timeout_seconds" {
  description = "The longest request."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 600
    error_message = "timeout_seconds must be 1 to 600, Knative's usual limit."
  }
}

variable "resources" {
  description = "Processor and memory: what is asked for, and the memory limit."
  type = object({
    cpu          = optional(string, "250m")
    memory       = optional(string, "256Mi")
    memory_limit = optional(string, "512Mi")
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^([0-9]+m|[0-9]+(\\.[0-9]+)?)$", var.resources.cpu)) && alltrue([for m in [var.resources.memory, var.resources.memory_limit] : can(regex("^[0-9]+(Mi|Gi)$", m))])
    error_message = "resources must have cpu such as 250m or 1, and memory in Mi or Gi."
  }
}

variable "node_selector" {
  description = "Labels of the nodes to run on. Knative takes it only with the feature kubernetes.podspec-nodeselector."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.node_selector) : can(regex("^[A-Za-z0-9./_-]+$", key))])
    error_message = "node_selector must have label keys."
  }
}

variable "runtime_class" {
  description = "RuntimeClass of the pods, such as one of confidential containers. Knative takes it only with the feature kubernetes.podspec-runtimeclassname."
  type        = string
  default     = null

  validation {
    condition     = var.runtime_class == null ? true : can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", var.runtime_class))
    error_message = "runtime_class must be the name of a RuntimeClass."
  }
}

variable "cluster_features" {
  description = "What the cluster's config-features ConfigMap has enabled beyond Knative's defaults."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for feature in var.cluster_features : startswith(feature, "kubernetes.")])
    error_message = "cluster_features must be keys of config-features, such as kubernetes.podspec-nodeselector."
  }
}

variable "labels" {
  description = "Labels of everything."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key, value in var.labels : !strcontains(key, "knative.dev/") && !startswith(key, "app.kubernetes.io/") && can(regex("^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$", value))])
    error_message = "labels must have legal values, and no key of knative.dev or app.kubernetes.io, which the module sets."
  }
}
