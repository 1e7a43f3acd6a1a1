using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Simulation.Engine;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Rules;

/// <summary>
/// The rules that hold after every step. Whoever changes a row, sends something or pays shows it here first; what is broken ends the run
/// at the end of the step, whoever catches exceptions in between.
/// </summary>
internal sealed class RuleBook
{
    private readonly SimWorld _world;
    private readonly RowRules _rows;
    private readonly MoneyRules _money;
    private readonly AlarmRules _alarms;
    private BrokenRule? _broken;

    public RuleBook(SimWorld world)
    {
        _world = world;
        _rows = new RowRules(world, this);
        _money = new MoneyRules(world, this);
        _alarms = new AlarmRules(world, this);
    }

    public void Break(string rule, string detail)
    {
        if (!_world.Case.JudgesOutcomesOnly)
        {
            _broken ??= new BrokenRule(rule, detail);
        }
    }

    public void Require(bool holds, string rule, string detail)
    {
        if (!holds)
        {
            Break(rule, detail);
        }
    }

    public void OnTransaction(AnchorTransaction? before, AnchorTransaction after)
    {
        _world.Trace.Tell($"row {after.Id}: {after.Status.WireName()}");
        _rows.OnTransaction(before, after);
        _money.OnStored(after);
        _alarms.OnTransaction(after);
    }

    public void OnPayment(IncomingPayment? before, IncomingPayment after)
    {
        _world.Trace.Tell($"row {after.Id}: {after.Status} {after.TransactionId} {after.Reason}");
        _rows.OnPayment(before, after);
    }

    public void OnPayout(Payout? before, Payout after)
    {
        _world.Trace.Tell(
            $"row {after.Order.PurposeId}: {after.Status} {after.Signed?.Hash} {(after.Told ? "told" : "")}"
        );
        _rows.OnPayout(before, after);
        _money.OnStored(after);
    }

    public void OnCursor(IngestState? before, IngestState after)
    {
        _world.Trace.Tell($"row cursor: {after.Cursor}, epoch {after.Epoch}");
        _rows.OnCursor(before, after);
    }

    public void AfterCommit() => _rows.AfterCommit();

    public void OnSent(SignedEnvelope envelope) => _money.OnSent(envelope);

    public void OnEffect(string key) => _money.OnEffect(key);

    public void OnLedgerPaid(string hash, PayoutOrder order) => _money.OnLedgerPaid(hash, order);

    public void OnBankTold(string key, AnchorTransaction transaction, bool isFirst) =>
        _money.OnBankTold(key, transaction, isFirst);

    public void OnTime() => _alarms.OnTime();

    public void AfterStep()
    {
        if (_broken is { } broken)
        {
            throw new RuleBrokenException(broken.Rule, broken.Detail);
        }
    }
}
