namespace Anchor.Api.Operator;

/// <summary>How commands reach this process: the token that opens <c>/operator</c>, and the file that tells where it listens.</summary>
public sealed class OperatorOptions
{
    /// <summary>What opens <c>/operator</c>. Null: made at start, and known to readers of <see cref="AddressFile"/> alone.</summary>
    public string? Token { get; set; }

    /// <summary>Where the address and the token are left for commands on this machine; null: nowhere.</summary>
    public string? AddressFile { get; set; }

    public OperatorRole Role { get; set; }

    /// <summary>Where the runtime has a page of its own below <c>/operator</c>; null: it has none.</summary>
    public string? DashboardPath { get; set; }
}

/// <summary>What kind of process holds the installation.</summary>
public enum OperatorRole
{
    /// <summary>It serves wallets until it is stopped.</summary>
    Server = 0,

    /// <summary>It is a command that found no server: it is gone as soon as its work is done.</summary>
    Command = 1,
}
