namespace Anchor.Stellar.Xdr;

/// <summary>Claimants and their predicates.</summary>
internal static class ClaimantXdr
{
    public static Claimant Read(ref XdrReader r) =>
        r.I32() == 0
            ? new Claimant(ValueXdr.Account(ref r), Predicate(ref r, 1))
            : throw new XdrException("Not a claimant of version 0.");

    public static void Write(ref XdrWriter w, Claimant value)
    {
        w.I32(0);
        ValueXdr.Account(ref w, value.Destination);
        Predicate(ref w, value.Predicate);
    }

    private static ClaimPredicate Predicate(ref XdrReader r, int depth)
    {
        if (depth > ClaimPredicate.MaxDepth)
        {
            throw new XdrException("A claim predicate nests at most four deep.");
        }

        switch (r.I32())
        {
            case 0:
                return ClaimPredicate.Always;
            case 1:
                Both(ref r);
                return new ClaimAnd(Predicate(ref r, depth + 1), Predicate(ref r, depth + 1));
            case 2:
                Both(ref r);
                return new ClaimOr(Predicate(ref r, depth + 1), Predicate(ref r, depth + 1));
            case 3:
                return r.Bool()
                    ? new ClaimNot(Predicate(ref r, depth + 1))
                    : throw new XdrException("A negated claim predicate is missing.");
            case 4:
                return new ClaimBeforeAbsoluteTime(r.I64());
            case 5:
                return new ClaimBeforeRelativeTime(r.I64());
            case var other:
                throw new XdrException($"Claim predicate {other} is not known.");
        }
    }

    private static void Both(ref XdrReader r)
    {
        if (r.Count(2) != 2)
        {
            throw new XdrException("And and or take two claim predicates.");
        }
    }

    private static void Predicate(ref XdrWriter w, ClaimPredicate value)
    {
        switch (value)
        {
            case ClaimAlways:
                w.I32(0);
                break;
            case ClaimAnd and:
                w.I32(1);
                w.I32(2);
                Predicate(ref w, and.Left);
                Predicate(ref w, and.Right);
                break;
            case ClaimOr or:
                w.I32(2);
                w.I32(2);
                Predicate(ref w, or.Left);
                Predicate(ref w, or.Right);
                break;
            case ClaimNot not:
                w.I32(3);
                w.Bool(true);
                Predicate(ref w, not.Inner);
                break;
            case ClaimBeforeAbsoluteTime before:
                w.I32(4);
                w.I64(before.UnixSeconds);
                break;
            case ClaimBeforeRelativeTime before:
                w.I32(5);
                w.I64(before.Seconds);
                break;
        }
    }
}
