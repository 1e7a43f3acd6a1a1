using Anchor.Ethereum.Abi;

namespace Anchor.Ethereum.JsonRpc;

/// <summary>A node gave no proper answer: unreachable, too slow, or talking nonsense. Nothing is known of what it did.</summary>
public sealed class NodeUnavailableException : Exception
{
    public NodeUnavailableException() { }

    public NodeUnavailableException(string message)
        : base(message) { }

    public NodeUnavailableException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>A node understood the question and answered with an error of JSON-RPC.</summary>
public sealed class NodeRefusalException : Exception
{
    private readonly byte[] _data = [];

    public NodeRefusalException() { }

    public NodeRefusalException(string message)
        : base(message) { }

    public NodeRefusalException(string message, Exception inner)
        : base(message, inner) { }

    internal NodeRefusalException(string method, long code, string message, byte[] data)
        : base($"{method}: {message} ({code})")
    {
        Code = code;
        NodeMessage = message;
        _data = data;
    }

    public long Code { get; }

    /// <summary>The node's own words.</summary>
    public string NodeMessage { get; } = "";

    /// <summary>What the contract gave back when it refused.</summary>
    public ReadOnlySpan<byte> RevertData => _data;

    /// <summary>The contract's own words, if it said any.</summary>
    public string? RevertReason => Abi.RevertReason.TryRead(_data);

    /// <summary>The contract refused the call; the node itself is well.</summary>
    public bool IsRevert =>
        _data.Length > 0 || Code == 3 || NodeMessage.Contains("revert", StringComparison.OrdinalIgnoreCase);
}
