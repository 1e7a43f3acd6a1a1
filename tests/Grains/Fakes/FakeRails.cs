using System.Collections.Concurrent;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>What a telling of the rails comes to.</summary>
public enum Telling
{
    Pays,
    PaysLater,
    Refuses,

    /// <summary>The money leaves, the answer is lost.</summary>
    PaysAndLosesTheAnswer,

    /// <summary>No money leaves and no answer comes.</summary>
    LosesTheQuestion,
}

/// <summary>A bank whose book outlives every silo: one line for each time that money really left.</summary>
internal sealed class FakeRails : IRails
{
    private readonly Lock _gate = new();
    private readonly List<string> _book = [];
    private readonly Dictionary<string, RailsAnswer> _answers = [];
    private readonly Queue<Telling> _script = new();

    public RailsGuarantee Guarantee { get; set; } = RailsGuarantee.FindsByKey;

    /// <summary>The answers for deposits by transaction id; pending until there is one.</summary>
    public ConcurrentDictionary<string, RailsAnswer> Deposits { get; } = new();

    /// <summary>The answers for payments out by transaction id; pending until there is one.</summary>
    public ConcurrentDictionary<string, RailsAnswer> Outgoing { get; } = new();

    /// <summary>Questions about these deposits never come back and heed no token.</summary>
    public ConcurrentDictionary<string, TaskCompletionSource<RailsAnswer>> Hanging { get; } = new();

    /// <summary>Questions about these deposits throw.</summary>
    public ConcurrentDictionary<string, Exception> Faulty { get; } = new();

    public int Tellings { get; private set; }

    /// <summary>The keys under which money left, one line each time.</summary>
    public IReadOnlyList<string> Book
    {
        get
        {
            lock (_gate)
            {
                return [.. _book];
            }
        }
    }

    /// <summary>What comes of the next tellings, in order; those after them are paid.</summary>
    public void Will(params IEnumerable<Telling> tellings)
    {
        lock (_gate)
        {
            foreach (var telling in tellings)
            {
                _script.Enqueue(telling);
            }
        }
    }

    public Task<RailsAnswer> ExecuteOutgoingAsync(
        AnchorTransaction transaction,
        string idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            Tellings++;
            var telling = _script.TryDequeue(out var scripted) ? scripted : Telling.Pays;
            if (Guarantee == RailsGuarantee.DeduplicatesByKey && _answers.TryGetValue(idempotencyKey, out var first))
            {
                return Task.FromResult(first);
            }

            if (telling == Telling.LosesTheQuestion)
            {
                throw new IOException("The bank cannot be reached.");
            }

            var answer = telling switch
            {
                Telling.Refuses => RailsAnswer.Failed("The account is closed."),
                Telling.PaysLater => RailsAnswer.Pending("bank-2"),
                _ => RailsAnswer.Settled("bank-2"),
            };
            _answers[idempotencyKey] = answer;
            if (telling != Telling.Refuses)
            {
                _book.Add(idempotencyKey);
            }

            return telling == Telling.PaysAndLosesTheAnswer
                ? throw new IOException("The bank went away.")
                : Task.FromResult(answer);
        }
    }

    public Task<RailsAnswer?> FindOutgoingAsync(string idempotencyKey, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(
                Guarantee == RailsGuarantee.FindsByKey ? _answers.GetValueOrDefault(idempotencyKey) : null
            );
        }
    }

    public Task<RailsAnswer> PollDepositAsync(AnchorTransaction transaction, CancellationToken cancellationToken)
    {
        if (Faulty.TryGetValue(transaction.Id, out var fault))
        {
            throw fault;
        }

        return Hanging.TryGetValue(transaction.Id, out var never)
            ? never.Task
            : Task.FromResult(Deposits.GetValueOrDefault(transaction.Id, RailsAnswer.Pending()));
    }

    public Task<RailsAnswer> PollOutgoingAsync(AnchorTransaction transaction, CancellationToken cancellationToken) =>
        Task.FromResult(Outgoing.GetValueOrDefault(transaction.Id, RailsAnswer.Pending()));
}
