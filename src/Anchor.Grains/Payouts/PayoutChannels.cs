using System.Collections.Immutable;
using Anchor.Domain.Payouts;

namespace Anchor.Grains.Payouts;

/// <summary>Which channel carries which payout: at most one each way, since an account has one next sequence number.</summary>
internal sealed class PayoutChannels
{
    private readonly SortedDictionary<string, string?> _purposeByChannel = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _channelByPurpose = [];

    public ImmutableArray<string> All => [.. _purposeByChannel.Keys];

    public bool IsOpen(string channel) => _purposeByChannel.ContainsKey(channel);

    public void Open(string channel) => _purposeByChannel.TryAdd(channel, null);

    /// <summary>Nothing else is on the channel, or about to be.</summary>
    public bool MayCarry(string channel, string purposeId) =>
        _purposeByChannel.GetValueOrDefault(channel) is not { } holder || holder == purposeId;

    /// <summary>An envelope in flight holds its channel, whether or not the channel is known yet.</summary>
    public void Take(string channel, string purposeId)
    {
        _purposeByChannel[channel] = purposeId;
        _channelByPurpose[purposeId] = channel;
    }

    public void Release(string purposeId)
    {
        if (_channelByPurpose.Remove(purposeId, out var channel))
        {
            _purposeByChannel[channel] = null;
        }
    }

    /// <summary>The payout's channel from now on; null if none is free, or if it has one already. Channels are opened by the account itself.</summary>
    public string? TryReserve(Payout payout, string account)
    {
        if (_channelByPurpose.ContainsKey(payout.Order.PurposeId))
        {
            return null;
        }

        var channel =
            payout.Order.Kind == PayoutKind.OpenChannels
                ? _purposeByChannel[account] is null
                    ? account
                    : null
                : _purposeByChannel.FirstOrDefault(pair => pair.Value is null).Key;
        if (channel is not null)
        {
            Take(channel, payout.Order.PurposeId);
        }

        return channel;
    }
}
