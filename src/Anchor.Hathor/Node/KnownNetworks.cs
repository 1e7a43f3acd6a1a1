namespace Anchor.Hathor.Node;

/// <summary>What is known of a network by its name, before any node is asked.</summary>
public static class KnownNetworks
{
    /// <summary>The id of the network's first block; null for a network that may begin anew under its name.</summary>
    public static string? FirstBlockOf(string network) =>
        network == "mainnet" ? "000006cb93385b8b87a545a1cbb6197e6caff600c12cc12fc54250d39c8088fc" : null;
}
