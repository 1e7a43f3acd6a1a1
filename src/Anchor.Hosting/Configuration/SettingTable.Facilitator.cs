using System.Collections.Immutable;
using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <content>The facilitator of Mosaic within <c>serve</c>.</content>
internal static partial class SettingTable
{
    /// <summary>What stands for no facilitator, whatever files there are.</summary>
    internal const string NoFacilitator = "off";

    internal static readonly Setting<ImmutableArray<string>> FacilitatorConfig = new(
        "FACILITATOR_CONFIG",
        "Facilitator:Config",
        List,
        "every `./mosaic/<chain>/facilitator-config.json`",
        "The facilitator's configurations, which `serve` runs beside what else is configured, or `off`. Given without anything of an anchor's, the facilitator runs alone."
    );

    private static Setting[] FacilitatorRows => [FacilitatorConfig];
}
