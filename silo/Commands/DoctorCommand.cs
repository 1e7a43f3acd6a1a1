using System.CommandLine;
using Anchor.Hosting.Configuration;
using Anchor.Silo.Doctor;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor doctor</c>: what is in effect, and whether it works. Exit code 0 if nothing failed, 1 if something did, 2 for faulty configuration.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON, for scripts." };
        var command = new Command(
            "doctor",
            "Check the settings, keys, network, accounts, files and the server. Changes nothing."
        )
        {
            json,
        };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool json, CancellationToken cancellationToken)
    {
        Screen.Widen();
        var configuration = InstallationSettings.Read();
        if (configuration.Settings is not { } settings)
        {
            throw new AnchorConfigurationException(configuration.Faults);
        }

        var report = new DoctorReport(
            [.. SettingViews.Of(configuration.Reader, settings)],
            await Examination.RunAsync(settings, configuration.Reader, TimeProvider.System, cancellationToken)
        );
        if (json)
        {
            Console.Out.WriteLine(report.ToJson());
        }
        else
        {
            report.Print();
        }

        return report.IsWell ? ExitCodes.Done : ExitCodes.Failed;
    }
}
