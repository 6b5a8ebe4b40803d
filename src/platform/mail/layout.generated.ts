// Made from layout.mjml by build.ts.
export const layout = `<!doctype html>
<html lang="{{locale}}" dir="auto" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<title>{{title}}</title>
<!--[if !mso]><!-->
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<!--<![endif]-->
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding:0; }
body { margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%; }
table, td { border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt; }
img { border:0;height:auto;line-height:100%; outline:none;text-decoration:none;-ms-interpolation-mode:bicubic; }
p { display:block;margin:13px 0; }
</style>
<!--[if mso]>
<noscript>
<xml>
<o:OfficeDocumentSettings>
<o:AllowPNG/>
<o:PixelsPerInch>96</o:PixelsPerInch>
</o:OfficeDocumentSettings>
</xml>
</noscript>
<![endif]-->
<!--[if lte mso 11]>
<style type="text/css">
.mj-outlook-group-fix { width:100% !important; }
</style>
<![endif]-->
<style type="text/css">
@media only screen and (min-width:480px) {
.mj-column-per-100 { width:100% !important; max-width: 100%; }
}
</style>
<style media="screen and (min-width:480px)">
.moz-text-html .mj-column-per-100 { width:100% !important; max-width: 100%; }
</style>
<style type="text/css">
a { text-decoration: underline; }
a:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
@media (max-width: 600px) {
.e-pad > table > tbody > tr > td { padding-left: 24px !important; padding-right: 24px !important; }
.e-title h1 { font-size: 28px !important; line-height: 33px !important; }
.e-paper { margin: 0 12px !important; }
.e-button table { width: 100% !important; }
}
@media (prefers-color-scheme: dark) {
body, .e-ground { background: {{dark.ground}} !important; }
.e-paper > table { background: {{dark.surface}} !important; }
.e-paper > table > tbody > tr > td { border-color: {{dark.line}} !important; }
.e-ink > div, .e-ink h1 { color: {{dark.ink}} !important; }
.e-ink2 > div { color: {{dark.ink2}} !important; }
.e-ink3 > div { color: {{dark.ink3}} !important; }
.e-link { color: {{dark.brandStrong}} !important; }
.e-code { background: {{dark.surfaceSunk}} !important; color: {{dark.ink}} !important; }
.e-button td { background: {{dark.brandFill}} !important; }
.e-button a { background: {{dark.brandFill}} !important; color: {{dark.onBrand}} !important; }
.e-initials { background: {{dark.brandFill}} !important; color: {{dark.onBrand}} !important; }
}
</style>
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="x-apple-disable-message-reformatting">
{{#darkLogo}}<style>@media (prefers-color-scheme: dark) { .e-logo-light { display: none !important; } .e-logo-dark { display: inline-block !important; max-height: none !important; } }</style>{{/darkLogo}}{{#paperLogo}}<style>@media (prefers-color-scheme: dark) { .e-logo-light { background: {{ground}} !important; outline: 4px solid {{ground}}; border-radius: 4px; } }</style>{{/paperLogo}}
</head>
<body  class="e-ground" style="word-spacing:normal;background-color:{{light.ground}};">
<div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">{{preheader}}</div>
<div
aria-label="{{title}}" aria-roledescription="email" role="article" class="e-ground" lang="{{locale}}" dir="auto" style="word-spacing:normal;background-color:{{light.ground}};"
>
<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" class="e-pad-outlook" role="presentation" style="width:560px;" width="560" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="e-pad" style="margin:0px auto;max-width:560px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:32px 40px 20px;text-align:left;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:480px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"
>
<tbody>
<tr>
<td  style="vertical-align:top;padding:0;">
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="" width="100%"
>
<tbody>
<tr>
<td
align="left" class="e-ink" style="font-size:0px;padding:0;word-break:break-word;"
>
<div
style="font-family:Inter, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif;font-size:18px;font-weight:600;letter-spacing:-0.02em;line-height:32px;text-align:left;color:{{light.ink}};"
>{{#logo}}<img class="e-logo-light" src="{{src}}" alt="{{alt}}" height="32" style="display: inline-block; height: 32px; width: auto; max-width: 240px; margin: 0 10px 0 0; border: 0; vertical-align: middle;">{{/logo}}{{#darkLogo}}<img class="e-logo-dark" src="{{src}}" alt="{{alt}}" height="32" style="display: none; max-height: 0; height: 32px; width: auto; max-width: 240px; margin: 0 10px 0 0; border: 0; vertical-align: middle; mso-hide: all;">{{/darkLogo}}{{#initials}}<span class="e-initials" aria-hidden="true" style="display: inline-block; width: 32px; height: 32px; line-height: 32px; margin: 0 10px 0 0; border-radius: 9px; background: {{light.brandFill}}; color: {{light.onBrand}}; font-size: 13px; text-align: center; vertical-align: middle;">{{letters}}</span>{{/initials}}{{#name}}<span style="vertical-align: middle;">{{value}}</span>{{/name}}</div>
</td>
</tr>
</tbody>
</table>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" class="e-paper-outlook e-pad-outlook" role="presentation" style="width:560px;" width="560" bgcolor="{{light.surface}}" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="e-paper e-pad" style="background:{{light.surface}};background-color:{{light.surface}};margin:0px auto;max-width:560px;border-radius:18px;overflow:hidden;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:{{light.surface}};background-color:{{light.surface}};width:100%;border-collapse:separate;"
>
<tbody>
<tr>
<td
style="border:1px solid {{light.line}};border-radius:18px;direction:ltr;font-size:0px;padding:40px;text-align:center;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" width="560px" ><table align="center" border="0" cellpadding="0" cellspacing="0" class="" role="presentation" style="width:478px;" width="478" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  style="margin:0px auto;max-width:478px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:0;text-align:left;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:478px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"
>
<tbody>
<tr>
<td  style="vertical-align:top;padding:0;">
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="" width="100%"
>
<tbody>
<tr>
<td
align="left" class="e-ink e-title" style="font-size:0px;padding:0 0 14px;word-break:break-word;"
>
<div
style="font-family:Inter, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif;font-size:16px;line-height:25px;text-align:left;color:{{light.ink}};"
><h1 style="margin: 0; font-size: 34px; line-height: 39px; font-weight: 600; letter-spacing: -0.035em; color: {{light.ink}};">{{title}}</h1></div>
</td>
</tr>
{{#paragraphs}}
<tr>
<td
align="left" class="e-ink2" style="font-size:0px;padding:0 0 14px;word-break:break-word;"
>
<div
style="font-family:Inter, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif;font-size:16px;line-height:25px;text-align:left;color:{{light.ink2}};"
><p style="margin: 0;">{{lines}}</p></div>
</td>
</tr>
{{/paragraphs}}{{#code}}
<tr>
<td
align="left" style="font-size:0px;padding:10px 0 0;word-break:break-word;"
>
<div
style="font-family:Inter, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif;font-size:34px;font-weight:600;line-height:44px;text-align:left;color:{{light.ink}};"
><div class="e-code" style="padding: 16px 12px; border-radius: 10px; background: {{light.surfaceSunk}}; color: {{light.ink}}; letter-spacing: 0.2em; text-align: center;"><span style="font-feature-settings: 'tnum'; font-variant-numeric: tabular-nums; -webkit-user-select: all; user-select: all;">{{digits}}</span></div></div>
</td>
</tr>
{{/code}}{{#button}}{{#lead}}
<tr>
<td
align="left" class="e-ink2" style="font-size:0px;padding:18px 0 0;word-break:break-word;"
>
<div
style="font-family:Inter, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif;font-size:16px;line-height:25px;text-align:left;color:{{light.ink2}};"
><p style="margin: 0;">{{lines}}</p></div>
</td>
</tr>
{{/lead}}
<tr>
<td
align="left" class="e-button" style="font-size:0px;padding:12px 0 0;word-break:break-word;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="border-collapse:separate;line-height:100%;"
>
<tbody>
<tr>
<td
align="center" bgcolor="{{light.brandFill}}" role="presentation" style="border:none;border-radius:10px;cursor:auto;mso-padding-alt:15px 28px;background:{{light.brandFill}};" valign="middle"
>
<a
href="{{href}}" style="display:inline-block;background:{{light.brandFill}};color:{{light.onBrand}};font-family:Inter, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif;font-size:16px;font-weight:600;line-height:20px;margin:0;text-decoration:none;text-transform:none;padding:15px 28px;mso-padding-alt:0px;border-radius:10px;" target="_blank"
>
{{label}}
</a>
</td>
</tr>
</tbody>
</table>
</td>
</tr>
{{/button}}{{#note}}
<tr>
<td
align="left" class="e-ink3" style="font-size:0px;padding:14px 0 0;word-break:break-word;"
>
<div
style="font-family:Inter, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif;font-size:13px;line-height:20px;text-align:left;color:{{light.ink3}};"
><p style="margin: 0;">{{lines}}</p></div>
</td>
</tr>
{{/note}}
</tbody>
</table>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" class="e-pad-outlook" role="presentation" style="width:560px;" width="560" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div  class="e-pad" style="margin:0px auto;max-width:560px;">
<table
align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;"
>
<tbody>
<tr>
<td
style="direction:ltr;font-size:0px;padding:24px 40px 32px;text-align:left;"
>
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:480px;" ><![endif]-->
<div
class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"
>
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"
>
<tbody>
<tr>
<td  style="vertical-align:top;padding:0;">
<table
border="0" cellpadding="0" cellspacing="0" role="presentation" style="" width="100%"
>
<tbody>
{{#footer}}
<tr>
<td
align="left" class="e-ink3" style="font-size:0px;padding:0 0 10px;word-break:break-word;"
>
<div
style="font-family:Inter, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif;font-size:13px;line-height:20px;text-align:left;color:{{light.ink3}};"
><p style="margin: 0;">{{lines}}</p></div>
</td>
</tr>
{{/footer}}{{#unsubscribe}}
<tr>
<td
align="left" class="e-ink3" style="font-size:0px;padding:0;word-break:break-word;"
>
<div
style="font-family:Inter, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif;font-size:13px;line-height:20px;text-align:left;color:{{light.ink3}};"
><a class="e-link" href="{{href}}" style="color: {{light.brandStrong}};">{{label}}</a></div>
</td>
</tr>
{{/unsubscribe}}
</tbody>
</table>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</div>
</body>
</html>`
