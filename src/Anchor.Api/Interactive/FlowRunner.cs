using System.Collections.Immutable;
using Anchor.Api.Http;
using Anchor.Api.Pages;
using Anchor.Api.Sep24;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Api.Interactive;

/// <summary>Where a request stands in a flow: at a form, or through.</summary>
internal abstract record FlowPoint
{
    private FlowPoint() { }

    /// <summary>The form to show, with what was answered in earlier ones and what is wrong in this one.</summary>
    public sealed record AtForm(
        InteractiveForm Form,
        ImmutableDictionary<string, string> Earlier,
        ImmutableDictionary<string, string> Errors
    ) : FlowPoint;

    /// <summary>All is answered.</summary>
    public sealed record Through(FeeQuote Expected, ImmutableSortedDictionary<string, string> Fields) : FlowPoint;
}

/// <summary>Walks a flow from its first form with what was posted: a form whose fields were all posted is answered.</summary>
internal sealed class FlowRunner(IDepositFlow deposits, IWithdrawalFlow withdrawals, FormCheck check, IFees fees)
{
    private const int MaxForms = 50;

    public IInteractiveFlow FlowOf(AnchorTransaction transaction) =>
        transaction.Kind == TransactionKind.Deposit ? deposits : withdrawals;

    public async Task<FlowPoint> WalkAsync(
        AnchorTransaction transaction,
        AssetTerms asset,
        RequestFields posted,
        PageTexts texts,
        CancellationToken cancellationToken
    )
    {
        var flow = FlowOf(transaction);
        var answers = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < MaxForms; i++)
        {
            var step = new InteractiveStep(transaction, asset, texts.Language, answers);
            if (await flow.FormForTransactionAsync(step, cancellationToken) is not { } form)
            {
                return Finish(transaction, asset, answers);
            }

            if (!form.Fields.All(field => posted.Contains(field.Name)))
            {
                return new FlowPoint.AtForm(form, answers, ImmutableDictionary<string, string>.Empty);
            }

            var errors = check.Check(form, posted, transaction, asset, texts);
            if (errors.IsEmpty)
            {
                var answered = answers.SetItems(
                    form.Fields.Select(f => KeyValuePair.Create(f.Name, posted[f.Name]?.Trim() ?? ""))
                );
                errors = await flow.AfterFormValidationAsync(step with { Answers = answered }, form, cancellationToken);
                if (errors.IsEmpty)
                {
                    answers = answered;
                    continue;
                }
            }

            return new FlowPoint.AtForm(form, answers, errors);
        }

        throw new InvalidOperationException($"{flow.GetType()} asks for more than {MaxForms} forms.");
    }

    private FlowPoint.Through Finish(
        AnchorTransaction transaction,
        AssetTerms asset,
        ImmutableDictionary<string, string> answers
    )
    {
        var expected = transaction.Expected;
        if (
            answers.TryGetValue(InteractiveField.AmountName, out var amount)
            && AmountCheck.TryQuote(transaction.Kind, amount, asset, fees, null, out var quote, out _)
        )
        {
            expected = quote;
        }

        return new FlowPoint.Through(
            expected
                ?? throw new InvalidOperationException($"{FlowOf(transaction).GetType()} never asked for the amount."),
            answers
                .Remove(InteractiveField.AmountName)
                .Where(answer => answer.Value.Length > 0)
                .ToImmutableSortedDictionary(StringComparer.Ordinal)
        );
    }
}
