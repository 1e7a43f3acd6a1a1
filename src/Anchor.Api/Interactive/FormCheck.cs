using System.Collections.Immutable;
using System.Globalization;
using Anchor.Api.Http;
using Anchor.Api.Pages;
using Anchor.Api.Sep24;
using Anchor.Domain.Assets;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Api.Interactive;

/// <summary>Checks posted values against their fields and says in the user's language what is wrong.</summary>
internal sealed class FormCheck(IFees fees)
{
    /// <summary>Sentences by field name; none if all is well.</summary>
    public ImmutableDictionary<string, string> Check(
        InteractiveForm form,
        RequestFields posted,
        AnchorTransaction transaction,
        AssetTerms asset,
        PageTexts texts
    )
    {
        var errors = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var field in form.Fields)
        {
            var error = Check(field, posted[field.Name]?.Trim(), transaction, asset, texts);
            if (error is not null)
            {
                errors[field.Name] = error;
            }
        }

        return errors.ToImmutable();
    }

    public static string Describe(AmountFault fault, AssetTerms asset, TransactionKind kind, PageTexts texts)
    {
        var terms = asset.TermsFor(kind);
        return fault switch
        {
            AmountFault.TooManyDecimals => Format(texts.ErrorDecimals, asset.Decimals),
            AmountFault.TooSmall or AmountFault.TooLarge => Format(texts.ErrorRange, terms.Min, terms.Max),
            AmountFault.EatenByFee => texts.ErrorFee,
            _ => texts.ErrorNumber,
        };
    }

    private string? Check(
        InteractiveField field,
        string? value,
        AnchorTransaction transaction,
        AssetTerms asset,
        PageTexts texts
    ) =>
        string.IsNullOrEmpty(value) ? (field.Required ? texts.ErrorRequired : null)
        : value.Length > field.MaxLength ? Format(texts.ErrorTooLong, field.MaxLength)
        : !RequestFields.IsText(value, allowLines: false) ? texts.ErrorCharacters
        : field.Kind switch
        {
            InteractiveFieldKind.Amount when !TryQuote(value, transaction, asset, out var fault) => Describe(
                fault,
                asset,
                transaction.Kind,
                texts
            ),
            InteractiveFieldKind.Email when value.IndexOf('@', StringComparison.Ordinal) <= 0 => texts.ErrorCharacters,
            InteractiveFieldKind.Date when !DateOnly.TryParseExact(value, "yyyy-MM-dd", out _) => texts.ErrorCharacters,
            InteractiveFieldKind.Choice when field.Choices.All(choice => choice.Value != value) => texts.ErrorChoice,
            _ => null,
        };

    private bool TryQuote(string value, AnchorTransaction transaction, AssetTerms asset, out AmountFault fault) =>
        AmountCheck.TryQuote(transaction.Kind, value, asset, fees, null, out _, out fault);

    private static string Format(string text, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, text, values);
}
