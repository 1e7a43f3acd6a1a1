namespace Anchor.Protocols.Tests.Horizon;

/// <summary>Horizon's JSON, as far as its fields matter here.</summary>
internal static class Samples
{
    public const string Passphrase = "Test SDF Network ; September 2015";
    public const string Account = "GCEZWKCA5VLDNRLN3RPRJMRZOX3Z6G5CHCGSNFHEYVXM3XOJMDS674JZ";
    public const string Issuer = "GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H";
    public const string Hash = "3389e9f0f1a65f19736cacf544c2e825313e8447f569233bb8db39aa607c8889";
    public const string InnerHash = "1111e9f0f1a65f19736cacf544c2e825313e8447f569233bb8db39aa607c8889";
    public const string SuccessXdr = "AAAAAAAAAGQAAAAAAAAAAQAAAAAAAAABAAAAAAAAAAA=";
    public const string UnderfundedXdr = "AAAAAAAAAGT/////AAAAAQAAAAAAAAAB/////gAAAAA=";

    /// <summary>Fee 0, tx_bad_seq.</summary>
    public const string BadSequenceXdr = "AAAAAAAAAAD////7AAAAAA==";

    public static object Root(
        DateTimeOffset closedAt,
        long latest = 1_000,
        long elder = 1,
        string passphrase = Passphrase
    ) =>
        new
        {
            horizon_version = "28.0.0",
            core_version = "v28",
            ingest_latest_ledger = latest,
            history_latest_ledger = latest,
            history_latest_ledger_closed_at = Iso(closedAt),
            history_elder_ledger = elder,
            core_latest_ledger = latest + 1,
            network_passphrase = passphrase,
            current_protocol_version = 23,
        };

    public static object Ledger(long sequence, DateTimeOffset closedAt) =>
        new
        {
            id = "aa",
            paging_token = (sequence << 32).ToString(),
            hash = "aa",
            prev_hash = "bb",
            sequence,
            successful_transaction_count = 3,
            failed_transaction_count = 1,
            operation_count = 7,
            closed_at = Iso(closedAt),
            base_fee_in_stroops = 100,
            base_reserve_in_stroops = 5_000_000,
            protocol_version = 23,
        };

    public static object Page(params object[] records) => new { _links = new { }, _embedded = new { records } };

    public static object Transaction(
        string hash = Hash,
        bool successful = true,
        string result = SuccessXdr,
        object? feeBump = null,
        object? inner = null
    ) =>
        new
        {
            id = hash,
            paging_token = "4294971392",
            successful,
            hash,
            ledger = 1,
            created_at = "2026-01-02T03:04:05Z",
            source_account = Account,
            source_account_sequence = "9223372036854775807",
            fee_account = Account,
            fee_charged = "100",
            max_fee = "200",
            operation_count = 1,
            envelope_xdr = "AAAA",
            result_xdr = result,
            memo_type = "none",
            signatures = new[] { "AA==" },
            fee_bump_transaction = feeBump,
            inner_transaction = inner,
        };

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
