using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Transactions;

namespace Anchor.Api.Interactive;

/// <summary>
/// Asks a user for what a transaction needs: one form after the other, until there is none left. Implement <see cref="IDepositFlow"/> or
/// <see cref="IWithdrawalFlow"/> to ask your own questions.
/// </summary>
/// <remarks>
/// Forms are a function of the answers so far and are asked for again with every request; nothing is kept between them. What the user answered is
/// stored with the transaction when the last form is done, under the fields' names.
/// </remarks>
public interface IInteractiveFlow
{
    /// <summary>The next form, or null when nothing is left to ask. One of the forms must have an amount, unless the wallet named it.</summary>
    ValueTask<InteractiveForm?> FormForTransactionAsync(InteractiveStep step, CancellationToken cancellationToken);

    /// <summary>
    /// Called with a form whose fields passed their own checks; <see cref="InteractiveStep.Answers"/> hold its values. Gives a sentence for each field that
    /// is wrong after all, by its name; an empty answer goes on.
    /// </summary>
    ValueTask<ImmutableDictionary<string, string>> AfterFormValidationAsync(
        InteractiveStep step,
        InteractiveForm form,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(ImmutableDictionary<string, string>.Empty);

    /// <summary>What the user must know to pay, such as a bank account: shown on the status page while the payment is awaited.</summary>
    ValueTask<ImmutableArray<Instruction>> InstructionsAsync(
        AnchorTransaction transaction,
        string language,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(ImmutableArray<Instruction>.Empty);
}

/// <summary>The forms of deposits.</summary>
public interface IDepositFlow : IInteractiveFlow;

/// <summary>The forms of withdrawals.</summary>
public interface IWithdrawalFlow : IInteractiveFlow;

/// <summary>Where a user stands in the forms.</summary>
/// <param name="Language">The primary language of the page, such as <c>pt</c>.</param>
/// <param name="Answers">What was answered so far, by field name; the amount under <see cref="InteractiveField.AmountName"/>.</param>
public sealed record InteractiveStep(
    AnchorTransaction Transaction,
    AssetTerms Asset,
    string Language,
    ImmutableDictionary<string, string> Answers
);

/// <summary>A line of what the user must know to pay.</summary>
public sealed record Instruction(string Label, string Value);
