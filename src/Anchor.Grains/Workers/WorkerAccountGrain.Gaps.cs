using System.Globalization;
using Anchor.Domain.Workers;

namespace Anchor.Grains.Workers;

/// <summary>Nonces that are missing on the chain, behind which everything in flight would wait for ever.</summary>
public sealed partial class WorkerAccountGrain
{
    public async Task SeenAsync(WorkerLook look, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        _seen = look;
        _trouble = null;
        var held = _open
            .Values.Select(stored => stored.Transaction.Nonce ?? stored.Transaction.Order.FillsNonce)
            .OfType<long>()
            .ToHashSet();
        if (held.Count == 0)
        {
            return;
        }

        var missing = Enumerable
            .Range(0, (int)Math.Clamp(held.Max() - look.Count, 0, options.Value.LargestGap + 1))
            .Select(i => look.Count + i)
            .Where(nonce => !held.Contains(nonce))
            .ToList();
        if (missing.Count > options.Value.LargestGap)
        {
            _trouble =
                $"The chain has {look.Count} transactions of the account, and {held.Min()} is the first in flight.";
            logger.WorkerGapTooLarge(Key, _trouble);
            return;
        }

        foreach (var nonce in missing)
        {
            await RepairAsync(nonce, look, cancellationToken);
        }
    }

    /// <summary>What was held by a reorganised or lost transaction is sent again as it was; what nobody here holds gets a transaction that does nothing.</summary>
    private async Task RepairAsync(long nonce, WorkerLook look, CancellationToken cancellationToken)
    {
        var stored = await store.FindByNonceAsync(Key, nonce, cancellationToken);
        if (stored is { Transaction.IsDone: false })
        {
            // Another activation has signed it; its bytes are sent, and nothing takes their place.
            Remember(stored);
            return;
        }

        var holder = stored?.Transaction;
        if (holder is { End: { } end })
        {
            if (end.Height > look.Height)
            {
                _trouble =
                    $"Nonce {nonce} was used for good at height {end.Height}, and the chain is at {look.Height}.";
                return;
            }

            logger.WorkerGapResent(Key, nonce, end.Hash);
            driver.Send(Key, holder.Attempts.Single(attempt => attempt.Hash == end.Hash).Raw);
            return;
        }

        logger.WorkerGapFilled(Key, nonce);
        await OrderAsync(
            new WorkerOrder(
                string.Create(CultureInfo.InvariantCulture, $"gap:{Key}:{nonce}:{look.Height}"),
                Key,
                WorkerAccount.AddressOf(Key),
                "0",
                "0x",
                0,
                nonce
            ),
            cancellationToken
        );
    }
}
