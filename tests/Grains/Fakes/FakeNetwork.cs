using System.Collections.Immutable;
using Anchor.Domain.Payments;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>The payments that the network has seen, in order. Readers follow it and are told when there is more.</summary>
internal sealed class FakeNetwork
{
    private readonly Lock _gate = new();
    private readonly List<IncomingPayment> _payments = [];
    private readonly List<string> _silences = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string NextId
    {
        get
        {
            lock (_gate)
            {
                return $"{1000 + _payments.Count}";
            }
        }
    }

    /// <summary>The id of the last payment, or one before all.</summary>
    public string LastId
    {
        get
        {
            lock (_gate)
            {
                return $"{999 + _payments.Count:0000}";
            }
        }
    }

    /// <summary>Why readers stopped by themselves.</summary>
    public IReadOnlyList<string> Silences
    {
        get
        {
            lock (_gate)
            {
                return [.. _silences];
            }
        }
    }

    public void ReaderFellSilent(Exception cause)
    {
        lock (_gate)
        {
            _silences.Add(cause.GetType().Name);
        }
    }

    /// <summary>The network begins anew: its history is gone, and its ids begin again.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _payments.Clear();
        }
    }

    public void Add(IncomingPayment payment)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            _payments.Add(payment);
            (more, _more) = (_more, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        more.SetResult();
    }

    /// <summary>What came after the cursor, and what to wait for if that is nothing.</summary>
    public (ImmutableArray<IncomingPayment> Page, Task More) After(string? cursor)
    {
        lock (_gate)
        {
            var page = _payments.Where(payment => cursor is null || string.CompareOrdinal(payment.Id, cursor) > 0);
            return ([.. page], _more.Task);
        }
    }
}
