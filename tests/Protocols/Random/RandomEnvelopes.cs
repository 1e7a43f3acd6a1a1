using System.Collections.Immutable;
using System.Text.Json;

namespace Anchor.Protocols.Tests.Random;

/// <summary>Random envelopes of every kind; a seed always gives the same ones.</summary>
public sealed class RandomEnvelopes(int seed)
{
    private static readonly ImmutableArray<OperationType> AnchorTypes =
    [
        .. Enum.GetValues<OperationType>().Where(t => t < OperationType.InvokeHostFunction),
    ];

    private readonly RandomValues _random = new(seed);
    private readonly ImmutableArray<KeyPair> _keys =
    [
        .. Enumerable.Range(1, 5).Select(i => KeyPair.FromSeed([.. Enumerable.Repeat((byte)i, 32)])),
    ];

    private int _made;

    public static Network Network { get; } = Network.Testnet;

    /// <summary>Writes envelopes as JSON lines with the hash that this library computes for each.</summary>
    public static void Write(TextWriter output, int seed, int count)
    {
        var envelopes = new RandomEnvelopes(seed);
        for (var i = 0; i < count; i++)
        {
            var envelope = envelopes.Next();
            var line = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["passphrase"] = Network.Passphrase,
                ["envelope"] = envelope.ToBase64(),
                ["hash"] = envelope.Hash(Network).ToHex(),
            };
            output.WriteLine(JsonSerializer.Serialize(line));
        }
    }

    public TransactionEnvelope Next()
    {
        var transaction = Transaction(_made++);
        var isV0 = _random.Chance(10) && HasV0Form(transaction);
        var envelope = transaction.Sign(Network, Keys()) with { IsV0 = isV0 };
        if (_random.Chance(80))
        {
            return envelope;
        }

        return envelope.BumpFee(_random.Muxed(), _random.Int64()).Sign(Network, Keys());
    }

    private static bool HasV0Form(Transaction transaction) =>
        transaction.Source.Id is null
        && transaction.Preconditions.Form != PreconditionForm.General
        && transaction.SorobanData is null;

    private Transaction Transaction(int index)
    {
        // Each type comes up in turn, so that a short run covers all; a contract operation stands alone.
        var type = (OperationType)(index % Enum.GetValues<OperationType>().Length);
        var isContract = type >= OperationType.InvokeHostFunction;
        var operations = ImmutableArray.CreateBuilder<Operation>();
        operations.Add(RandomOperations.Make(_random, type));
        var more =
            isContract ? 0
            : _random.Chance(2) ? 99
            : _random.Below(4);
        for (var i = 0; i < more; i++)
        {
            operations.Add(RandomOperations.Make(_random, AnchorTypes[_random.Below(AnchorTypes.Length)]));
        }

        return new Transaction
        {
            Source = _random.Muxed(),
            Fee = _random.UInt32(),
            Sequence = _random.Int64(),
            Preconditions = Conditions(),
            Memo = Memo(index),
            Operations = operations.ToImmutable(),
            SorobanData = isContract ? RandomContracts.Resources(_random) : null,
        };
    }

    private Memo Memo(int index) =>
        (index % 5) switch
        {
            0 => Stellar.Memo.None,
            1 => new TextMemo(_random.Opaque(0, 28)),
            2 => Stellar.Memo.Id(_random.UInt64()),
            3 => Stellar.Memo.Hash(_random.Hash()),
            _ => Stellar.Memo.Return(_random.Hash()),
        };

    private Preconditions Conditions() =>
        (PreconditionForm)_random.Below(3) switch
        {
            PreconditionForm.None => Preconditions.None,
            PreconditionForm.Time => Preconditions.Within(Bounds()),
            _ => new Preconditions
            {
                Form = PreconditionForm.General,
                TimeBounds = _random.Chance(50) ? Bounds() : null,
                LedgerBounds = _random.Chance(50) ? new LedgerBounds(_random.UInt32(), _random.UInt32()) : null,
                MinSequence = _random.Maybe(_random.Int64),
                MinSequenceAge = _random.UInt64(),
                MinSequenceLedgerGap = _random.UInt32(),
                ExtraSigners = [.. Enumerable.Range(0, _random.Below(3)).Select(_ => _random.Signer())],
            },
        };

    private TimeBounds Bounds() => new(_random.UInt64(), _random.UInt64());

    private KeyPair[] Keys() => [.. _keys.Where(_ => _random.Chance(30))];
}
