package io.verigrad.devnet.validators;

import io.verigrad.value.TokenAmount;

/**
 * Who has how much OPG at one time.
 *
 * @param liar staked
 * @param others staked by the other four
 * @param challenger owned
 * @param treasury owned by the treasury that only proposals move
 */
record Balances(TokenAmount liar, TokenAmount others, TokenAmount challenger, TokenAmount treasury) {
    void tell(Story story) {
        story.line("liar", "stakes " + Stakes.text(liar));
        story.line("others", "stake " + Stakes.text(others));
        story.line("challenger", "owns " + Stakes.text(challenger));
        story.line("treasury", "owns " + Stakes.text(treasury));
    }
}
