namespace Anchor.Stellar;

/// <summary>The kinds of SEP-23 text keys; each value is the version byte that decides the first letter.</summary>
public enum StrKeyKind
{
    /// <summary>B: claimable balance.</summary>
    ClaimableBalance = 0x08,

    /// <summary>C: contract.</summary>
    Contract = 0x10,

    /// <summary>G: account.</summary>
    Account = 0x30,

    /// <summary>L: liquidity pool.</summary>
    LiquidityPool = 0x58,

    /// <summary>M: muxed account.</summary>
    MuxedAccount = 0x60,

    /// <summary>P: signed-payload signer (CAP-40).</summary>
    SignedPayload = 0x78,

    /// <summary>S: secret seed. Never log one.</summary>
    Seed = 0x90,

    /// <summary>T: pre-authorised transaction signer.</summary>
    PreAuthTransaction = 0x98,

    /// <summary>X: SHA-256 preimage signer.</summary>
    Sha256Hash = 0xb8,
}
