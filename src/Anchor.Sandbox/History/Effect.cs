using Anchor.Stellar;

namespace Anchor.Sandbox.History;

/// <summary>What an operation did to one account, in Horizon's words.</summary>
/// <param name="Operation">The operation's place in its transaction, from 0.</param>
/// <param name="Type">Horizon's name of the effect.</param>
/// <param name="Account">Whom it concerns.</param>
/// <param name="Asset">The asset moved or trusted, if any.</param>
/// <param name="Amount">Stroops moved, if any.</param>
/// <param name="Field">One further field that this type of effect carries.</param>
/// <param name="Value">That field's value.</param>
internal sealed record Effect(
    int Operation,
    string Type,
    AccountId Account,
    Asset? Asset = null,
    long? Amount = null,
    string? Field = null,
    string? Value = null
);
