using Anchor.Sandbox.History;
using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>Horizon's transaction document.</summary>
internal static class TransactionJson
{
    public static void Write(HalWriter hal, TransactionRecord record)
    {
        var json = hal.Json;
        var (frame, ledger) = (record.Frame, record.Ledger);
        var transaction = frame.Transaction;
        var hash = frame.Hash.ToHex();
        var createdAt = Rfc3339.Text(ledger.CloseTime);
        json.WriteStartObject();
        WriteLinks(hal, record, hash);
        json.WriteString("id", hash);
        json.WriteString("paging_token", record.Id.ToString());
        json.WriteBoolean("successful", record.Result.IsSuccess);
        json.WriteString("hash", hash);
        json.WriteNumber("ledger", ledger.Sequence);
        json.WriteString("created_at", createdAt);
        json.WriteString("source_account", frame.Source.ToString());
        if (transaction.Source.Id is { } id)
        {
            json.WriteString("account_muxed", transaction.Source.ToString());
            json.WriteString("account_muxed_id", id.ToString());
        }

        json.WriteString("source_account_sequence", transaction.Sequence.ToString());
        json.WriteString("fee_account", frame.FeeSource.ToString());
        if (frame.FeeBump is { FeeSource: { Id: { } payerId } payer })
        {
            json.WriteString("fee_account_muxed", payer.ToString());
            json.WriteString("fee_account_muxed_id", payerId.ToString());
        }

        json.WriteString("fee_charged", record.Result.FeeCharged.ToString());
        json.WriteString("max_fee", frame.MaxFee.ToString());
        json.WriteNumber("operation_count", frame.Operations.Length);
        json.WriteBase64String("envelope_xdr", frame.Bytes);
        json.WriteString("result_xdr", record.Result.ToBase64());
        json.WriteString("fee_meta_xdr", "");
        WriteMemo(hal, transaction.Memo);
        WriteSignatures(hal, "signatures", frame.Envelope);
        WritePreconditions(hal, transaction.Preconditions);
        if (frame.Envelope is FeeBumpEnvelope bump)
        {
            json.WriteStartObject("fee_bump_transaction");
            json.WriteString("hash", hash);
            WriteSignatures(hal, "signatures", bump);
            json.WriteEndObject();
            json.WriteStartObject("inner_transaction");
            json.WriteString("hash", frame.InnerHash.ToHex());
            WriteSignatures(hal, "signatures", bump.FeeBump.Inner);
            json.WriteString("max_fee", transaction.Fee.ToString());
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteLinks(HalWriter hal, TransactionRecord record, string hash)
    {
        const string page = "{?cursor,limit,order}";
        hal.Json.WriteStartObject("_links");
        hal.Link("self", $"/transactions/{hash}");
        hal.Link("account", $"/accounts/{record.Frame.Source}");
        hal.Link("ledger", $"/ledgers/{record.Ledger.Sequence}");
        hal.Template("operations", $"/transactions/{hash}/operations{page}");
        hal.Template("effects", $"/transactions/{hash}/effects{page}");
        hal.Link("precedes", $"/transactions?order=asc&cursor={record.Id}");
        hal.Link("succeeds", $"/transactions?order=desc&cursor={record.Id}");
        hal.Link("transaction", $"/transactions/{hash}");
        hal.Json.WriteEndObject();
    }

    private static void WriteMemo(HalWriter hal, Memo memo)
    {
        var json = hal.Json;
        switch (memo)
        {
            case TextMemo m:
                json.WriteString("memo_type", "text");
                // A text memo need not be UTF-8; its bytes are the truth.
                json.WriteString("memo", System.Text.Encoding.UTF8.GetString(m.Bytes.Span));
                json.WriteBase64String("memo_bytes", m.Bytes.Span);
                break;
            case IdMemo m:
                json.WriteString("memo_type", "id");
                json.WriteString("memo", m.Value.ToString());
                break;
            case HashMemo m:
                json.WriteString("memo_type", "hash");
                json.WriteBase64String("memo", m.Value.ToArray());
                break;
            case ReturnMemo m:
                json.WriteString("memo_type", "return");
                json.WriteBase64String("memo", m.Value.ToArray());
                break;
            default:
                json.WriteString("memo_type", "none");
                break;
        }
    }

    private static void WriteSignatures(HalWriter hal, string name, TransactionEnvelope envelope)
    {
        hal.Json.WriteStartArray(name);
        foreach (var signature in envelope.Signatures)
        {
            hal.Json.WriteBase64StringValue(signature.Signature.Span);
        }

        hal.Json.WriteEndArray();
    }

    private static void WritePreconditions(HalWriter hal, Preconditions conditions)
    {
        if (conditions.Form == PreconditionForm.None)
        {
            return;
        }

        var json = hal.Json;
        if (conditions.TimeBounds is { } bounds)
        {
            WriteValidity("valid_after", bounds.MinTime);
            WriteValidity("valid_before", bounds.MaxTime);
        }

        json.WriteStartObject("preconditions");
        if (conditions.TimeBounds is { } times)
        {
            json.WriteStartObject("timebounds");
            json.WriteString("min_time", times.MinTime.ToString());
            if (times.MaxTime > 0)
            {
                json.WriteString("max_time", times.MaxTime.ToString());
            }

            json.WriteEndObject();
        }

        if (conditions.LedgerBounds is { } ledgers)
        {
            json.WriteStartObject("ledgerbounds");
            json.WriteNumber("min_ledger", ledgers.MinLedger);
            json.WriteNumber("max_ledger", ledgers.MaxLedger);
            json.WriteEndObject();
        }

        if (conditions.MinSequence is { } sequence)
        {
            json.WriteString("min_account_sequence", sequence.ToString());
        }

        if (conditions.MinSequenceAge > 0)
        {
            json.WriteString("min_account_sequence_age", conditions.MinSequenceAge.ToString());
        }

        if (conditions.MinSequenceLedgerGap > 0)
        {
            json.WriteNumber("min_account_sequence_ledger_gap", conditions.MinSequenceLedgerGap);
        }

        if (!conditions.ExtraSigners.IsEmpty)
        {
            json.WriteStartArray("extra_signers");
            foreach (var signer in conditions.ExtraSigners)
            {
                json.WriteStringValue(signer.ToString());
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();

        void WriteValidity(string name, ulong seconds)
        {
            if (seconds is > 0 and <= 253402300799)
            {
                json.WriteString(name, Rfc3339.Text((long)seconds));
            }
        }
    }
}
