# edge gateway
resource "azurerm_application_gateway" "edge" {
  name = "agw-edge"
  sku {
    name = "WAF_v2"
    tier = "WAF_v2"
  }
  trusted_root_certificate {
    name = "corp"
    data = filebase64("${path.module}/corp-root.cer")
  }
  backend_address_pool {
    name  = "api"
    fqdns = ["api.tailspin.internal"]
  }
  backend_http_settings {
    name                           = "api"
    protocol                       = "Https"
    port                           = 443
    host_name                      = "api.tailspin.internal"
    probe_name                     = "api"
    trusted_root_certificate_names = ["corp"]
    /* host_name = "old.tailspin.internal" */
  }
  probe {
    name     = "api"
    protocol = "Https"
    host     = "health.tailspin.internal"
    path     = "/"
  }
  http_listener {
    name                 = "l"
    protocol             = "Https"
    host_names           = ["shop.tailspin.example"]
    ssl_certificate_name = "shop"
  }
  ssl_certificate {
    name     = "shop"
    data     = filebase64("shop.pfx")
    password = "Pfx-Pa55"
  }
  request_routing_rule {
    name                       = "r"
    rule_type                  = "Basic"
    http_listener_name         = "l"
    backend_address_pool_name  = "api"
    backend_http_settings_name = "api"
  }
}
