namespace Anchor.Hathor;

/// <summary>A full node said something that cannot be understood or that contradicts what it said before.</summary>
public sealed class HathorException : Exception
{
    public HathorException() { }

    public HathorException(string message)
        : base(message) { }

    public HathorException(string message, Exception innerException)
        : base(message, innerException) { }
}
