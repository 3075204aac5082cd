# gateway
resource "azurerm_application_gateway" "this" {
  name                = "gw-${var.env}"
  resource_group_name = azurerm_resource_group.rg.name
  sku { # v2
    name = "WAF_v2"
    tier = "WAF_v2"
  }
  ssl_certificate {
    name     = "www"
    data     = filebase64("${path.module}/certs/www.pfx")
    password = "Hunter2!x"
  }
  trusted_root_certificate {
    name = "nw-root"
    data = filebase64("certs/nw-root.cer")
  }
  backend_address_pool {
    name  = "p1"
    fqdns = ["vm1.northwind.internal"] // one
  }
  probe {
    name = "pr"
    protocol = "Https"
    host = "app.northwind.internal"
    path = "/"
    interval = 30
    timeout = 30
    unhealthy_threshold = 3
  }
  backend_http_settings {
    name                                = "s1"
    cookie_based_affinity               = "Disabled"
    port                                = 443
    protocol                            = "Https"
    pick_host_name_from_backend_address = true
    probe_name                          = "pr"
    trusted_root_certificate_names      = ["nw-root"]
  }
  http_listener {
    name                 = "l1"
    protocol             = "Https"
    host_names           = ["www.northwind.example", "northwind.example"]
    ssl_certificate_name = "www"
  }
  request_routing_rule {
    name                       = "r1"
    rule_type                  = "Basic"
    http_listener_name         = "l1"
    backend_address_pool_name  = "p1"
    backend_http_settings_name = "s1"
  }
}
