resource "azurerm_cdn_frontdoor_origin" "app" {
  name                          = "app"
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.og.id
  enabled                       = true
  certificate_name_check_enabled = true
  host_name          = "origin.adatum.example"
  origin_host_header = "www.adatum.example"
  https_port         = 443
}
resource "azurerm_mssql_server" "sql" {
  administrator_login_password = "Medister-og-roedkaal-5"
}
