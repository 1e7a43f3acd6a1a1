using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <content>How the pages look.</content>
internal static partial class SettingTable
{
    internal static readonly Setting<string> OrganizationName = new(
        "ORGANIZATION_NAME",
        "Organization:Name",
        Text,
        "ORG_NAME of an own stellar.toml, else Anchor",
        "The name on the pages and in stellar.toml."
    );

    internal static readonly Setting<string> StaticFolder = new(
        "STATIC_DIR",
        "StaticDir",
        Text,
        "static beside the configuration, if it is there",
        "The folder of own files for the pages: style.css, logo.svg, stellar.toml, images."
    );

    internal static readonly Setting<string> TemplatesFolder = new(
        "TEMPLATES_DIR",
        "TemplatesDir",
        Text,
        "templates beside the configuration, if it is there",
        "The folder of own templates for the pages."
    );

    private static Setting[] LookRows => [OrganizationName, StaticFolder, TemplatesFolder];
}
