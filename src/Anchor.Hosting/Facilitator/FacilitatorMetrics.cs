using System.Globalization;
using System.Text;

namespace Anchor.Hosting.Facilitator;

/// <summary>The facilitator's figures in Prometheus' text form.</summary>
internal static class FacilitatorMetrics
{
    public static string Render(FacilitatorLook look)
    {
        var text = new StringBuilder();
        Family(text, "anchor_facilitator_requests", "Requests by kind and status");
        foreach (var count in look.Counts)
        {
            Line(
                text,
                "anchor_facilitator_requests",
                $"kind=\"{count.Kind}\",status=\"{count.Status}\"",
                count.Count.ToString(CultureInfo.InvariantCulture)
            );
        }

        Family(text, "anchor_facilitator_oldest_seconds", "Age of the oldest request in a status");
        foreach (var count in look.Counts)
        {
            Line(
                text,
                "anchor_facilitator_oldest_seconds",
                $"kind=\"{count.Kind}\",status=\"{count.Status}\"",
                ((long)(look.At - count.Oldest).TotalSeconds).ToString(CultureInfo.InvariantCulture)
            );
        }

        Family(text, "anchor_facilitator_worker_balance_wei", "Coin of workers as last seen");
        foreach (var worker in look.Workers.Where(worker => worker.Balance is not null))
        {
            Line(text, "anchor_facilitator_worker_balance_wei", $"account=\"{worker.Account}\"", worker.Balance!);
        }

        Family(text, "anchor_facilitator_worker_open", "Transactions of workers that have not ended");
        foreach (var worker in look.Workers)
        {
            Line(
                text,
                "anchor_facilitator_worker_open",
                $"account=\"{worker.Account}\"",
                (worker.Queued + worker.InFlight).ToString(CultureInfo.InvariantCulture)
            );
        }

        Family(text, "anchor_facilitator_chain_head", "Newest block of chains");
        foreach (var chain in look.Chains.Where(chain => chain.Head is not null))
        {
            Line(text, "anchor_facilitator_chain_head", $"chain=\"{chain.Id}\"", Text(chain.Head!.Value));
        }

        Family(text, "anchor_facilitator_anchor_lag_blocks", "Blocks that no anchored root covers yet");
        foreach (var anchor in look.Anchors.Where(anchor => anchor.Lag is not null))
        {
            Line(
                text,
                "anchor_facilitator_anchor_lag_blocks",
                $"pair=\"{anchor.Pair}\",from=\"{anchor.From}\",to=\"{anchor.To}\"",
                Text(anchor.Lag!.Value)
            );
        }

        Family(text, "anchor_facilitator_alarms", "What a person should see to");
        Line(text, "anchor_facilitator_alarms", "", Text(look.Alarms.Count()));
        return text.ToString();
    }

    private static void Family(StringBuilder text, string name, string help) =>
        text.Append("# HELP ")
            .Append(name)
            .Append(' ')
            .Append(help)
            .Append('\n')
            .Append("# TYPE ")
            .Append(name)
            .Append(" gauge\n");

    private static void Line(StringBuilder text, string name, string labels, string value) =>
        text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ').Append(value).Append('\n');

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
