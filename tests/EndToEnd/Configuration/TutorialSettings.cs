namespace Anchor.EndToEnd.Tests.Configuration;

/// <summary>The <c>.env</c> of Polaris' tutorial.</summary>
internal static class TutorialSettings
{
    /// <summary>Word for word.</summary>
    public const string AsGiven = """
        STELLAR_NETWORK_PASSPHRASE="Test SDF Network ; September 2015"
        HORIZON_URI="https://horizon-testnet.stellar.org/"
        HOST_URL="http://localhost:8000"
        LOCAL_MODE=1
        SERVER_JWT_KEY="supersecretjwtencodingstring"
        SIGNING_SEED=
        """;
}
