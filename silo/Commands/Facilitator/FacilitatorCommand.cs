using System.CommandLine;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator</c>: stake and mint, redeem and unstake between two chains of Mosaic. Without a verb it starts.</summary>
internal static class FacilitatorCommand
{
    public static Command Create()
    {
        var command = new Command(
            "facilitator",
            "Facilitate stake and mint, redeem and unstake between two chains of Mosaic."
        )
        {
            FacilitatorInitCommand.Create(),
            FacilitatorStartCommand.Create("start", "Run the facilitator (the default)."),
            FacilitatorStopCommand.Create(),
            FacilitatorListCommand.Create(),
            ListenerCommand.Create(),
            FacilitatorDoctorCommand.Create(),
            FacilitatorAnchorCommand.Create(),
            FacilitatorSandboxCommand.Create(),
            FacilitatorDemoCommand.Create(),
            FacilitatorDrillCommand.Create(),
        };
        FacilitatorStartCommand.Fill(command);
        return command;
    }
}
