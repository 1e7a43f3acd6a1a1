namespace Anchor.Ethereum.Mosaic;

/// <summary>Where a gateway keeps what is proven of it: keys of its storage, by the number of the first slot of its message box.</summary>
/// <param name="MessageBoxOffset">What <c>MESSAGE_BOX_OFFSET()</c> says: 9 since version 0.10, 7 before.</param>
public sealed record GatewayStorage(int MessageBoxOffset)
{
    private const int InboxAfterOutbox = 1;
    private const int StorageRootsAfterOutbox = 3;

    /// <summary>The status of a message in the outbox.</summary>
    public Bytes32 Outbox(Bytes32 messageHash) => Key(messageHash.ToArray(), MessageBoxOffset);

    /// <summary>The status of a message in the inbox.</summary>
    public Bytes32 Inbox(Bytes32 messageHash) => Key(messageHash.ToArray(), MessageBoxOffset + InboxAfterOutbox);

    /// <summary>The other gateway's storage root that was proven for a block; the contract has no function to ask for it.</summary>
    public Bytes32 ProvenRoot(long height)
    {
        var word = new byte[UInt256.Size];
        ((UInt256)(ulong)height).WriteBigEndian(word);
        return Key(word, MessageBoxOffset + StorageRootsAfterOutbox);
    }

    /// <summary>Solidity's rule for mappings.</summary>
    private static Bytes32 Key(byte[] key, int slot)
    {
        var number = new byte[UInt256.Size];
        ((UInt256)(ulong)slot).WriteBigEndian(number);
        return Bytes32.Keccak([.. key, .. number]);
    }
}
