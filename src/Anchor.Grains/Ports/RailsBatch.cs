using Anchor.Domain.Transactions;

namespace Anchor.Grains.Ports;

/// <summary>Makes a batch of single calls, a few at a time.</summary>
internal static class RailsBatch
{
    private const int AtOnce = 16;

    /// <summary>
    /// One call's failure is that transaction's alone, as is its taking too long: it is left out of the answer, which means pending.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, RailsAnswer>> OneByOneAsync(
        IReadOnlyList<AnchorTransaction> transactions,
        Func<AnchorTransaction, CancellationToken, Task<RailsAnswer>> ask,
        CancellationToken cancellationToken
    )
    {
        var answers = new Dictionary<string, RailsAnswer>(transactions.Count);
        List<Exception> failures = [];
        foreach (var chunk in transactions.Chunk(AtOnce))
        {
            var asked = chunk
                .Select(transaction => (transaction.Id, Answer: AskAsync(transaction, ask, cancellationToken)))
                .ToList();
            foreach (var (id, answer) in asked)
            {
                try
                {
                    answers[id] = await answer;
                }
                catch (Exception e)
                {
                    failures.Add(e);
                }
            }
        }

        // Nothing was learned at all: the caller should see why.
        return answers.Count > 0 || failures.Count == 0 ? answers : throw new AggregateException(failures);
    }

    /// <summary>Asynchronous, so that a throw before the first await is the call's failure too; and it ends with the token, heeded or not.</summary>
    private static async Task<RailsAnswer> AskAsync(
        AnchorTransaction transaction,
        Func<AnchorTransaction, CancellationToken, Task<RailsAnswer>> ask,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await ask(transaction, cancellationToken).WaitAsync(cancellationToken);
    }
}
