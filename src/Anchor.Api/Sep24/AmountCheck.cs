using System.Diagnostics.CodeAnalysis;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Api.Sep24;

/// <summary>Why an amount is not taken.</summary>
internal enum AmountFault
{
    None,
    NotANumber,
    TooManyDecimals,
    TooSmall,
    TooLarge,
    EatenByFee,
}

/// <summary>Checks an amount that a user or a wallet names against the asset's terms, and puts the fee on it.</summary>
internal static class AmountCheck
{
    private const int LedgerDecimals = 7;

    public static bool TryQuote(
        TransactionKind kind,
        string? text,
        AssetTerms asset,
        IFees fees,
        string? type,
        [NotNullWhen(true)] out FeeQuote? quote,
        out AmountFault fault
    )
    {
        quote = null;
        var terms = asset.TermsFor(kind);
        fault =
            !Amount.TryParse(text, out var amount) ? FaultOf(text)
            : decimal.Round(amount.Value, asset.Decimals) != amount.Value ? AmountFault.TooManyDecimals
            : amount < terms.Min || amount == Amount.Zero ? AmountFault.TooSmall
            : amount > terms.Max ? AmountFault.TooLarge
            : FeeQuote.TryCreate(amount, fees.FeeFor(asset, kind, amount, type), out quote) ? AmountFault.None
            : AmountFault.EatenByFee;
        return quote is not null;
    }

    /// <summary>What is wrong with a text that is no amount: plain digits are a number all the same, only too long before or after the point.</summary>
    private static AmountFault FaultOf(string? text)
    {
        var point = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        var (whole, fraction) = point < 0 ? (text, "0") : (text![..point], text[(point + 1)..]);
        return string.IsNullOrEmpty(whole) || fraction.Length == 0 || !$"{whole}{fraction}".All(char.IsAsciiDigit)
                ? AmountFault.NotANumber
            : fraction.Length > LedgerDecimals ? AmountFault.TooManyDecimals
            : AmountFault.TooLarge;
    }

    public static DirectionTerms TermsFor(this AssetTerms asset, TransactionKind kind) =>
        kind == TransactionKind.Deposit ? asset.Deposit : asset.Withdrawal;

    /// <summary>For wallets' developers, in English.</summary>
    public static string Describe(this AmountFault fault, TransactionKind kind, AssetTerms asset)
    {
        var terms = asset.TermsFor(kind);
        return fault switch
        {
            AmountFault.TooManyDecimals => $"at most {asset.Decimals} decimals",
            AmountFault.TooSmall or AmountFault.TooLarge => $"it must be between {terms.Min} and {terms.Max}",
            AmountFault.EatenByFee => "the fee is not less than the amount",
            _ => "it is not a positive decimal number",
        };
    }
}
