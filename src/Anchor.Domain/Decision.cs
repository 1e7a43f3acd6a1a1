namespace Anchor.Domain;

/// <summary>What a machine answers to a command. A refusal is a value; an exception from a machine is a bug.</summary>
/// <typeparam name="TState">The state of the machine.</typeparam>
public abstract record Decision<TState>
{
    private Decision() { }

    /// <summary>The command changes the state to <paramref name="Next"/>, which must be stored before anything follows from it.</summary>
    public sealed record Accept(TState Next) : Decision<TState>;

    /// <summary>The command was decided before: nothing changes, the first answer stands.</summary>
    public sealed record Duplicate : Decision<TState>;

    /// <summary>The command does not apply; nothing changes.</summary>
    public sealed record Reject(Refusal Refusal) : Decision<TState>;
}

/// <summary>Why a command was refused: a stable code for programs and a sentence for people.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.refusal")]
public sealed record Refusal(string Code, string Detail)
{
    public const string WrongStatusCode = "wrong_status";

    /// <summary>The status does not allow the command.</summary>
    public static Refusal WrongStatus<TStatus>(TStatus status, object command)
        where TStatus : struct, Enum => new(WrongStatusCode, $"{command.GetType().Name} is not possible in {status}.");
}
