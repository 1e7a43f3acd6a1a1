using System.Security.Cryptography;
using System.Text;
using Anchor.Stellar;

namespace Anchor.Sandbox.Tests;

/// <summary>A network closed by hand, with named keys and a short way to apply transactions.</summary>
internal sealed class Stage : IDisposable
{
    public const long Lumen = Stroops.PerUnit;

    private readonly Dictionary<string, KeyPair> _keys = [];

    public Stage(SandboxOptions? options = null)
    {
        Time = new ManualTime();
        Network = new SandboxNetwork((options ?? new SandboxOptions()) with { CloseInterval = null, Time = Time });
    }

    /// <summary>On a network that someone else owns.</summary>
    public Stage(SandboxNetwork network)
    {
        Time = network.Options.Time as ManualTime ?? new ManualTime();
        Network = network;
    }

    public ManualTime Time { get; }

    public SandboxNetwork Network { get; }

    public KeyPair Key(string name)
    {
        if (!_keys.TryGetValue(name, out var key))
        {
            key = KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
            _keys.Add(name, key);
        }

        return key;
    }

    public AccountId Id(string name) => Key(name).Account;

    public CreditAsset Asset(string issuer, string code = "USD") => Stellar.Asset.Credit(code, Id(issuer));

    public void Fund(params string[] names) => Network.Fund([.. names.Select(Id)]);

    /// <summary>Accounts that are funded and hold this much of the issuer's USD.</summary>
    public void FundWithAsset(string issuer, long amount, params string[] names)
    {
        Fund([issuer, .. names]);
        foreach (var name in names)
        {
            Good(name, new ChangeTrustOperation(Asset(issuer)));
            Good(issuer, new PaymentOperation(Id(name), Asset(issuer), amount));
        }
    }

    public Transaction Transaction(string source, params Operation[] operations) =>
        new()
        {
            Source = Id(source),
            Fee = 100 * (uint)Math.Max(1, operations.Length),
            Sequence = (Network.SequenceOf(Id(source)) ?? 0) + 1,
            Operations = [.. operations],
        };

    /// <summary>Signs with the source's key and those named.</summary>
    public SimpleEnvelope Sign(Transaction transaction, params string[] signers) =>
        transaction.Sign(Network.Network, [.. signers.Select(Key)]);

    public TransactionEnvelope Envelope(string source, params Operation[] operations) =>
        Sign(Transaction(source, operations), source);

    /// <summary>Submits, closes a ledger, and gives the words of the result: the transaction's, then the operations'.</summary>
    public string Apply(TransactionEnvelope envelope)
    {
        var submission = Network.Submit(envelope);
        if (submission.Status == SubmissionStatus.Error)
        {
            return Words(submission.Result!);
        }

        if (submission.Status != SubmissionStatus.Pending)
        {
            return submission.Status.ToString();
        }

        Network.CloseLedger();
        return Network.FindTransaction(submission.Hash) is { } transaction ? Words(transaction.Result) : "dropped";
    }

    public string Apply(string source, params Operation[] operations) => Apply(Envelope(source, operations));

    /// <summary>The word of the one operation that failed.</summary>
    public string Refusal(string source, params Operation[] operations) =>
        Apply(source, operations).Split(' ').First(word => word is not ("tx_failed" or "op_success"));

    public void Good(string source, params Operation[] operations) =>
        Assert.StartsWith("tx_success", Apply(source, operations), StringComparison.Ordinal);

    public long Balance(string name, Asset? asset = null) =>
        Network.BalanceOf(Id(name), asset ?? Stellar.Asset.Native) ?? 0;

    public void Dispose()
    {
        Network.Dispose();
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static string Words(TransactionResult result) =>
        string.Join(
            ' ',
            [
                HorizonCodes.Text(result.Code),
                .. InnerWord(result),
                .. result.EffectiveOperations.Select(HorizonCodes.Text),
            ]
        );

    private static IEnumerable<string> InnerWord(TransactionResult result) =>
        result.Inner is { } inner ? [HorizonCodes.Text(inner.Result.Code)] : [];
}
