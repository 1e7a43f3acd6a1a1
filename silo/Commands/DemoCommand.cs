using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text.Json;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Issuing;
using Anchor.Silo.Demo;
using Anchor.Silo.Wallet;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor demo</c>: a wallet that deposits and withdraws, and checks every amount.</summary>
internal static class DemoCommand
{
    public const string DefaultUrl = "http://localhost:8000";

    public static Command Create()
    {
        var url = new Option<Uri>("--url")
        {
            Description = "The anchor.",
            DefaultValueFactory = _ => new Uri(DefaultUrl),
            CustomParser = ReadUrl,
        };
        var asset = new Option<string?>("--asset")
        {
            Description = "The code of the asset; the anchor's first one otherwise.",
        };
        var deposit = Amount("--deposit", "What is deposited.", "100");
        var withdrawal = Amount("--withdraw", "What is withdrawn again.", "40");
        var seconds = new Option<int>("--timeout")
        {
            Description = "Seconds after which the demo gives up.",
            DefaultValueFactory = _ => 120,
        };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON." };
        var command = new Command("demo", "Deposit and withdraw at a running anchor, as a wallet would.")
        {
            url,
            asset,
            deposit,
            withdrawal,
            seconds,
            json,
        };
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    result.GetValue(url)!,
                    result.GetValue(asset),
                    result.GetValue(deposit)!,
                    result.GetValue(withdrawal)!,
                    TimeSpan.FromSeconds(result.GetValue(seconds)),
                    result.GetValue(json),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        Uri url,
        string? asset,
        string deposit,
        string withdrawal,
        TimeSpan timeout,
        bool json,
        CancellationToken cancellationToken
    )
    {
        List<DemoEvent> events = [];
        Screen.Widen();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var browser = HostedPages.NewBrowser();
        using var random = RandomNumberGenerator.Create();
        using var key = KeyPair.Random(random);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(timeout);
        var wallet = new DemoWallet(
            browser,
            url,
            key,
            asset,
            services.GetRequiredService<IMeterFactory>(),
            TimeProvider.System,
            seen =>
            {
                events.Add(seen);
                if (!json)
                {
                    Show(seen);
                }
            }
        );

        DemoReport report;
        try
        {
            var checks = await wallet.RunAsync(deposit, withdrawal, giveUp.Token);
            report = new DemoReport(checks.All(check => check.Holds), [.. events], checks, null);
        }
        catch (Exception e)
            when (e is WalletException or LedgerRefusedException or HttpRequestException or HorizonException)
        {
            report = new DemoReport(false, [.. events], [], e.Message);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            report = new DemoReport(false, [.. events], [], $"Not done within {timeout.TotalSeconds} seconds.");
        }

        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, DemoJson.Default.DemoReport));
        }
        else
        {
            Show(report);
        }

        return report.Passed ? 0 : 1;
    }

    internal static Uri? ReadUrl(ArgumentResult argument)
    {
        if (ValueKinds.Url.TryRead(argument.Tokens[0].Value, out var url))
        {
            return url;
        }

        argument.AddError($"--url: \"{argument.Tokens[0].Value}\" is not {ValueKinds.Url.Expected}.");
        return null;
    }

    private static void Show(DemoEvent seen) =>
        Console.Out.WriteLine($"{seen.At.TotalSeconds, 7:0.00} s  {seen.Who, -9} {seen.Status, -28} {seen.Note}");

    private static void Show(DemoReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("check", "expected", "found", "");
        foreach (var check in report.Checks)
        {
            table.AddRow(
                Markup.Escape(check.What),
                check.Expected,
                check.Found,
                check.Holds ? "[green]ok[/]" : "[red]wrong[/]"
            );
        }

        if (report.Checks.Length > 0)
        {
            AnsiConsole.Write(table);
        }

        AnsiConsole.MarkupLineInterpolated(
            report.Passed
                ? (FormattableString)$"[green]Deposit and withdrawal are complete, to the stroop.[/]"
                : $"[red]{report.Failure ?? "An amount is wrong."}[/]"
        );
    }

    private static Option<string> Amount(string name, string description, string otherwise)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (!Stroops.TryParse(result.GetValueOrDefault<string>(), out var stroops) || stroops == 0)
            {
                result.AddError($"{name} must be an amount.");
            }
        });
        return option;
    }
}
