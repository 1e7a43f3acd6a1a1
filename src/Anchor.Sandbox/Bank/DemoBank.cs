using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Anchor.Sandbox.Bank;

/// <summary>The world outside the ledger: a bank with a book of its own, whose word an audit can trust. Thread-safe.</summary>
public sealed class DemoBank : IDisposable
{
    private readonly DemoBankOptions _options;
    private readonly BankBookFile? _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OutgoingTransfer> _outgoing;
    private readonly Dictionary<string, IncomingTransfer> _incoming;

    public DemoBank(DemoBankOptions options)
    {
        _options = options;
        _file = options.BookFile is { } path ? new BankBookFile(path) : null;
        _outgoing = _file?.LoadOutgoing().ToDictionary(t => t.Key) ?? [];
        _incoming = _file?.LoadIncoming().ToDictionary(t => t.TransactionId) ?? [];
    }

    public FaultBoard<BankFaultKind> Faults { get; } = new();

    internal TimeProvider Time => _options.Time;

    /// <summary>Whether a text is an amount that this bank moves: a positive decimal.</summary>
    public static bool IsAmount(string? text) => Value(text) > 0;

    /// <summary>Pays, unless this key was paid before.</summary>
    public OutgoingTransfer Send(OutgoingOrder order)
    {
        lock (_gate)
        {
            var now = _options.Time.GetUtcNow();
            OutgoingTransfer transfer;
            if (_outgoing.TryGetValue(order.Key, out var known))
            {
                var repeats = !_options.Deduplicate && known.Effects > 0;
                transfer = known with { Attempts = known.Attempts + 1, Effects = known.Effects + (repeats ? 1 : 0) };
            }
            else
            {
                var refused = Faults.Strike(BankFaultKind.Refuse) is not null;
                transfer = new OutgoingTransfer
                {
                    Key = order.Key,
                    TransactionId = order.TransactionId,
                    Amount = order.Amount,
                    Asset = order.Asset,
                    Account = order.Account,
                    Status = refused ? TransferStatus.Failed : TransferStatus.Pending,
                    Reason = refused ? "The receiving bank refused the transfer." : null,
                    Reference = Reference("OUT", order.Key),
                    BookedAt = now,
                    SettlesAt = now + _options.SettleAfter,
                    Effects = refused ? 0 : 1,
                };
            }

            _file?.Save(transfer);
            _outgoing[order.Key] = transfer;
            return Seen(transfer, now);
        }
    }

    public OutgoingTransfer? FindOutgoing(string key)
    {
        lock (_gate)
        {
            return _outgoing.TryGetValue(key, out var transfer) ? Seen(transfer, _options.Time.GetUtcNow()) : null;
        }
    }

    /// <summary>Announces money for a transaction; announcing it again changes nothing.</summary>
    public IncomingTransfer Announce(string transactionId, string amount)
    {
        lock (_gate)
        {
            var now = _options.Time.GetUtcNow();
            if (!_incoming.TryGetValue(transactionId, out var transfer))
            {
                transfer = new IncomingTransfer
                {
                    TransactionId = transactionId,
                    Amount = amount,
                    Status = TransferStatus.Pending,
                    Reference = Reference("IN", transactionId),
                    AnnouncedAt = now,
                    ArrivesAt = now + _options.ArriveAfter,
                };
                _file?.Save(transfer);
                _incoming[transactionId] = transfer;
            }

            return Seen(transfer, now);
        }
    }

    public IncomingTransfer? FindIncoming(string transactionId)
    {
        lock (_gate)
        {
            return _incoming.TryGetValue(transactionId, out var transfer)
                ? Seen(transfer, _options.Time.GetUtcNow())
                : null;
        }
    }

    public BankBook Audit()
    {
        lock (_gate)
        {
            var now = _options.Time.GetUtcNow();
            List<OutgoingTransfer> outgoing = [.. _outgoing.Values.Select(t => Seen(t, now)).OrderBy(t => t.BookedAt)];
            List<IncomingTransfer> incoming =
            [
                .. _incoming.Values.Select(t => Seen(t, now)).OrderBy(t => t.AnnouncedAt),
            ];
            return new BankBook(
                outgoing.Sum(t => t.Effects * Value(t.Amount)) ?? 0,
                incoming.Where(t => t.Status == TransferStatus.Settled).Sum(t => Value(t.Amount)) ?? 0,
                outgoing.Sum(t => t.Effects),
                outgoing.Sum(t => Math.Max(0, t.Effects - 1)),
                outgoing,
                incoming
            );
        }
    }

    public void Dispose() => _file?.Dispose();

    // Settling is a matter of time alone, so it is read off the clock and never needs to be written.
    private static OutgoingTransfer Seen(OutgoingTransfer transfer, DateTimeOffset now) =>
        transfer.Status == TransferStatus.Pending && transfer.SettlesAt <= now
            ? transfer with
            {
                Status = TransferStatus.Settled,
            }
            : transfer;

    private static IncomingTransfer Seen(IncomingTransfer transfer, DateTimeOffset now) =>
        transfer.Status == TransferStatus.Pending && transfer.ArrivesAt <= now
            ? transfer with
            {
                Status = TransferStatus.Settled,
            }
            : transfer;

    private static string Reference(string kind, string key) =>
        $"{kind}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 6))}";

    private static decimal? Value(string? amount) =>
        decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
