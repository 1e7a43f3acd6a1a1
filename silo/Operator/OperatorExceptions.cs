namespace Anchor.Silo.Operator;

/// <summary>Nobody could be asked. The message is a line for the person at the keyboard.</summary>
internal sealed class OperatorUnreachableException(string message, Exception? innerException = null)
    : Exception(message, innerException);

/// <summary>The server answered, and refused or failed. The message is what it said.</summary>
internal sealed class OperatorRefusedException(int status, string message) : Exception(message)
{
    /// <summary>The answer's HTTP status.</summary>
    public int Status { get; } = status;
}
