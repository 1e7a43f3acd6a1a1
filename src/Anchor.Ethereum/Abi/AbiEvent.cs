using System.Collections.Immutable;
using System.Text;
using Anchor.Ethereum.JsonRpc;

namespace Anchor.Ethereum.Abi;

/// <summary>An event of a contract: reads the logs it wrote.</summary>
public sealed class AbiEvent
{
    private readonly AbiDeclaration _declaration;

    /// <summary>An event by its declaration.</summary>
    /// <param name="declaration">As in Solidity: <c>Transfer(address indexed from, address indexed to, uint256 amount)</c>.</param>
    public AbiEvent(string declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        _declaration = AbiDeclaration.Parse(declaration);
        Topic = Bytes32.Keccak(Encoding.ASCII.GetBytes(_declaration.Signature));
    }

    public string Name => _declaration.Name;

    /// <summary>The name and types: what the topic is the hash of.</summary>
    public string Signature => _declaration.Signature;

    /// <summary>The first topic of each of its logs.</summary>
    public Bytes32 Topic { get; }

    /// <summary>The values in the order of the declaration; null if the log is not of this event. An indexed value of dynamic type is its hash.</summary>
    public AbiValues? TryDecode(EthereumLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var indexed = _declaration.Parameters.Where(parameter => parameter.IsIndexed).ToImmutableArray();
        if (log.Topics.Length != indexed.Length + 1 || log.Topics[0] != Topic)
        {
            return null;
        }

        var topics = new List<byte>();
        foreach (var topic in log.Topics.Skip(1))
        {
            topics.AddRange(topic.ToArray());
        }

        var plain = _declaration.Parameters.Where(parameter => !parameter.IsIndexed).ToImmutableArray();
        if (
            AbiCoding.TryDecode([.. indexed.Select(AsTopic)], topics.ToArray()) is not { } fromTopics
            || AbiCoding.TryDecode([.. plain.Select(parameter => parameter.Type)], log.Data.Span) is not { } fromData
        )
        {
            return null;
        }

        int t = 0,
            d = 0;
        return new AbiValues(
            [.. _declaration.Parameters.Select(parameter => parameter.Name)],
            [.. _declaration.Parameters.Select(parameter => parameter.IsIndexed ? fromTopics[t++] : fromData[d++])]
        );
    }

    private static AbiType AsTopic(AbiParameter parameter) =>
        parameter.Type.IsDynamic ? new AbiType(AbiKind.Bytes32) : parameter.Type;
}
