using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Anchor.Silo.Facilitator;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator drill</c>: the facilitator killed again and again on two real chains, and every bounty and reward counted.</summary>
internal static class FacilitatorDrillCommand
{
    public static Command Create()
    {
        var seed = new Option<int?>("--seed") { Description = "Of what is random; printed if it is not given." };
        var kills = Count("--kills", "How often the facilitator is killed.", 10);
        var requests = Count("--requests", "How many stakes and redemptions are asked for.", 10);
        var reorgs = new Option<bool>("--reorgs")
        {
            Description = $"Take 1 to {FacilitatorDrill.DeepestReorg} blocks back, on both chains, at random.",
        };
        var seconds = Count("--timeout", "Seconds after which the drill gives up.", 900);
        var command = new Command("drill", "Kill the facilitator again and again, and prove that nothing is lost.")
        {
            seed,
            kills,
            requests,
            reorgs,
            seconds,
        };
        command.SetAction(
            (result, cancellationToken) =>
            {
                var plan = new FacilitatorDrillPlan(
                    result.GetValue(seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
                    result.GetValue(kills),
                    result.GetValue(requests),
                    result.GetValue(reorgs),
                    TimeSpan.FromSeconds(result.GetValue(seconds))
                );
                return Stop.AtSignalAsync(token => RunAsync(plan, token), cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(FacilitatorDrillPlan plan, CancellationToken cancellationToken)
    {
        if (AnvilProgram.Find() is null)
        {
            await Console.Error.WriteLineAsync(AnvilProgram.Missing);
            return ExitCodes.WrongUse;
        }

        var folder = Directory.CreateTempSubdirectory("anchor-facilitator-drill-");
        Console.Out.WriteLine(
            $"Seed {plan.Seed}, {plan.Kills} kills, {plan.Requests} requests; everything is in {folder.FullName}"
        );
        try
        {
            using var drill = new FacilitatorDrill(plan, Console.Out.WriteLine);
            var report = await drill.RunAsync(folder.FullName, cancellationToken);
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Kills} kills, {report.Reorgs} reorganisations of 1 to {FacilitatorDrill.DeepestReorg} blocks, {report.Transactions} transactions in {report.Took.TotalSeconds:0} s."
                )
            );
            foreach (var violation in report.Violations)
            {
                await Console.Error.WriteLineAsync(violation);
            }

            if (!report.Violations.IsEmpty)
            {
                return ExitCodes.Failed;
            }

            Console.Out.WriteLine("All complete; no bounty, no reward and no nonce is lost or used twice.");
            folder.Delete(recursive: true);
            return ExitCodes.Done;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"Not done within {plan.Timeout.TotalSeconds} seconds.");
            return ExitCodes.Failed;
        }
    }

    private static Option<int> Count(string name, string description, int otherwise)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError($"{name} must not be negative.");
            }
        });
        return option;
    }
}
