namespace Anchor.Stellar.Xdr;

/// <summary>Bytes that are not the XDR they were taken for.</summary>
public sealed class XdrException : FormatException
{
    public XdrException() { }

    public XdrException(string message)
        : base(message) { }

    public XdrException(string message, Exception innerException)
        : base(message, innerException) { }
}
