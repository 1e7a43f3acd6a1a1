using System.Diagnostics.CodeAnalysis;

namespace Orleans.Embedded.Calls;

/// <summary>A queue of calls, linked through the calls themselves. Guarded by its owner's lock.</summary>
internal struct CallList
{
    public Call? First { get; private set; }

    private Call? _last;

    public readonly bool IsEmpty => First is null;

    public void Add(Call call)
    {
        call.Previous = _last;
        call.Next = null;
        if (_last is null)
        {
            First = call;
        }
        else
        {
            _last.Next = call;
        }

        _last = call;
    }

    public void Remove(Call call)
    {
        if (call.Previous is null)
        {
            First = call.Next;
        }
        else
        {
            call.Previous.Next = call.Next;
        }

        if (call.Next is null)
        {
            _last = call.Previous;
        }
        else
        {
            call.Next.Previous = call.Previous;
        }

        call.Next = call.Previous = null;
    }

    public bool TryTake([NotNullWhen(true)] out Call? call)
    {
        call = First;
        if (call is null)
        {
            return false;
        }

        Remove(call);
        return true;
    }

    /// <summary>Empties this list into a new one.</summary>
    public CallList TakeAll()
    {
        var all = this;
        this = default;
        return all;
    }
}
