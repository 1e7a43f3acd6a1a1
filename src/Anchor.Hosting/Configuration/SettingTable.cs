namespace Anchor.Hosting.Configuration;

/// <summary>
/// Everything that can be configured, in the order of the documentation: a part of this class for each theme, and in each the fields
/// and the rows that list them. Assets have a table of their own: <see cref="AssetReader"/>.
/// </summary>
internal static partial class SettingTable
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All =>
        [
            .. ServerRows,
            .. StellarRows,
            .. SepsRows,
            .. LookRows,
            .. PollingRows,
            .. OperatorRows,
            .. ClusterRows,
            .. SandboxRows,
            .. SyncRows,
            .. FacilitatorRows,
        ];
}
