using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Anchor.Protocols.Tests;

/// <summary>Builds an envelope from the plain words of a vector.</summary>
internal static class DescribedTransaction
{
    internal static TransactionEnvelope Build(JsonElement vector)
    {
        var transaction = new Transaction
        {
            Source = MuxedAccount.Parse(vector.Text("source")),
            Fee = uint.Parse(vector.Text("fee"), CultureInfo.InvariantCulture),
            Sequence = long.Parse(vector.Text("sequence"), CultureInfo.InvariantCulture),
            Preconditions = Preconditions(vector.Find("preconditions")),
            Memo = Memo(vector.GetProperty("memo")),
            Operations = [.. vector.GetProperty("operations").EnumerateArray().Select(DescribedOperation.Build)],
        };
        var envelope = new SimpleEnvelope(transaction, Signatures(vector)) { IsV0 = vector.Text("kind") == "v0" };
        if (vector.Find("feeBump") is not { } bump)
        {
            return envelope;
        }

        var fee = long.Parse(bump.Text("fee"), CultureInfo.InvariantCulture);
        return new FeeBumpEnvelope(envelope.BumpFee(MuxedAccount.Parse(bump.Text("feeSource")), fee), Signatures(bump));
    }

    private static ImmutableArray<DecoratedSignature> Signatures(JsonElement description) =>
        [
            .. description
                .GetProperty("signatures")
                .EnumerateArray()
                .Select(s => new DecoratedSignature(
                    uint.Parse(s.Text("hint"), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                    ByteString.FromHex(s.Text("signature"))
                )),
        ];

    private static Memo Memo(JsonElement memo) =>
        memo.Text("type") switch
        {
            "none" => Stellar.Memo.None,
            "text" => new TextMemo(new ByteString(Convert.FromBase64String(memo.Text("base64")))),
            "id" => Stellar.Memo.Id(ulong.Parse(memo.Text("id"), CultureInfo.InvariantCulture)),
            "hash" => Stellar.Memo.Hash(Hash256.FromHex(memo.Text("hex"))),
            "return" => Stellar.Memo.Return(Hash256.FromHex(memo.Text("hex"))),
            var other => throw new InvalidDataException(other),
        };

    private static Preconditions Preconditions(JsonElement? described)
    {
        if (described is not { } conditions)
        {
            return Stellar.Preconditions.None;
        }

        var bounds = conditions.Find("timeBounds") is { } time
            ? new TimeBounds(Number(time, "minTime"), Number(time, "maxTime"))
            : null;
        var general = conditions.EnumerateObject().Any(p => p.Name != "timeBounds");
        if (!general)
        {
            return bounds is null ? Stellar.Preconditions.None : Stellar.Preconditions.Within(bounds);
        }

        return new Preconditions
        {
            Form = PreconditionForm.General,
            TimeBounds = bounds,
            LedgerBounds = conditions.Find("ledgerBounds") is { } ledgers
                ? new LedgerBounds((uint)Number(ledgers, "minLedger"), (uint)Number(ledgers, "maxLedger"))
                : null,
            MinSequence = conditions.Find("minSequence") is { } sequence
                ? long.Parse(sequence.ToString(), CultureInfo.InvariantCulture)
                : null,
            MinSequenceAge = Number(conditions, "minSequenceAge"),
            MinSequenceLedgerGap = (uint)Number(conditions, "minSequenceLedgerGap"),
            ExtraSigners = conditions.Find("extraSigners") is { } signers
                ? [.. signers.EnumerateArray().Select(s => SignerKey.Parse(s.GetString()!))]
                : [],
        };
    }

    /// <summary>A number that may be written as one or as text, or left out for 0.</summary>
    private static ulong Number(JsonElement element, string property) =>
        element.Find(property) is { } value ? ulong.Parse(value.ToString(), CultureInfo.InvariantCulture) : 0;
}
