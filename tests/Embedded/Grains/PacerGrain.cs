using System.Runtime.CompilerServices;
using Anchor.Embedded.Tests.Fakes;

namespace Anchor.Embedded.Tests.Grains;

internal interface IPacerGrain : IGrainWithStringKey;

/// <summary>Counts how many ticks run at once.</summary>
[GrainType("pacer")]
internal sealed class PacerGrain(Journal journal) : Grain, IPacerGrain, IRemindable
{
    private static readonly ConditionalWeakTable<Journal, Pace> s_paces = [];

    public static int Most(Journal journal) => s_paces.GetOrCreateValue(journal).Most;

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var pace = s_paces.GetOrCreateValue(journal);
        pace.Enter();
        await Task.Yield();
        journal.Add(this.GetPrimaryKeyString());
        await Task.Yield();
        pace.Leave();
    }

    private sealed class Pace
    {
        private readonly Lock _gate = new();
        private int _now;

        public int Most { get; private set; }

        public void Enter()
        {
            lock (_gate)
            {
                Most = Math.Max(Most, ++_now);
            }
        }

        public void Leave()
        {
            lock (_gate)
            {
                _now--;
            }
        }
    }
}
